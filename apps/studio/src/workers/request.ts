/** From what the page sends to an instrument's request. */
import type { Collection } from '@reverie/collection/web'
import { readImage } from '@reverie/image/web'
import {
  parametersOf,
  type InputFile,
  type InputPicture,
  type InputPiece,
  type Instrument,
  type RenderRequest,
} from '@reverie/instruments/web'
import type { FileRef } from '../files/picture.ts'
import type { CollectionRef } from '../collections/ref.ts'
import type { JobFile, JobInputs } from './network-api.ts'

/** How files are opened. */
interface Openers {
  readonly picture: (file: JobFile) => Promise<InputPicture>
  readonly file: (file: JobFile) => Promise<InputFile>
}

/** The request. @throws InstrumentError, ImageError in sentences */
export async function requestFor(
  instrument: Pick<Instrument, 'parameters' | 'name' | 'presets'>,
  given: JobInputs,
  open: Openers = { picture: openPicture, file: openFile },
): Promise<RenderRequest> {
  const { parameters, seed, edits, inputs, files, collections, pieces } = given
  return {
    parameters: parametersOf(instrument as Instrument, { parameters }),
    seed,
    ...(edits.length > 0 && { edits }),
    inputs: await byPort(inputs, open.picture),
    ...(Object.keys(files).length > 0 && { files: await byPort(files, open.file) }),
    ...(Object.keys(pieces).length > 0 && { pieces: piecesIn(pieces, Object.values(collections)) }),
    ...(Object.keys(collections).length > 0 && { collections: await opened(collections) }),
  }
}

/** Loaded when there is one: other instruments need nothing of it. */
const openOne = async (ref: CollectionRef): Promise<Collection> =>
  (await import('./collections.ts')).openCollections(ref)

async function opened(refs: JobInputs['collections']): Promise<Record<string, Collection>> {
  const ports = Object.entries(refs).map(async ([port, ref]) => [port, await openOne(ref)] as const)
  return Object.fromEntries(await Promise.all(ports))
}

/** Pieces of a work from elsewhere, found in the collections when they are needed. */
function piecesIn(pieces: JobInputs['pieces'], refs: readonly CollectionRef[]): Record<string, InputPiece[]> {
  const read = async ({ sha256, name }: FileRef): Promise<Uint8Array> => {
    for (const ref of refs) {
      const found = await (await openOne(ref)).original(sha256.slice(0, 16)).catch(() => undefined)
      if (found) return found
    }
    const where = refs.map((ref) => `“${ref.name}”`).join(', ')
    throw new Error(`“${name}” is not in ${where || 'this browser'}. Choose the collection that it is from.`)
  }
  const ports = Object.entries(pieces).map(([port, list]) => [
    port,
    list.map((piece) => ({ ...piece, read: () => read(piece) })),
  ])
  return Object.fromEntries(ports) as Record<string, InputPiece[]>
}

async function byPort<T>(
  given: JobInputs['inputs'],
  open: (file: JobFile) => Promise<T>,
): Promise<Record<string, T[]>> {
  const ports = Object.entries(given).map(
    async ([port, list]) => [port, await Promise.all(list.map(open))] as const,
  )
  return Object.fromEntries(await Promise.all(ports))
}

/** A picture, decoded. */
export async function openPicture({ bytes, name, sha256 }: JobFile): Promise<InputPicture> {
  const { raster } = await readImage(new Uint8Array(await bytes.arrayBuffer()), { name })
  return { raster, name, sha256 }
}

/** A file as it is. */
export async function openFile({ bytes, name, sha256 }: JobFile): Promise<InputFile> {
  return { bytes: new Uint8Array(await bytes.arrayBuffer()), name, sha256 }
}
