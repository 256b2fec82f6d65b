/** From what the page sends to an instrument's request. */
import { readImage } from '@reverie/image/web'
import {
  parametersOf,
  type InputFile,
  type InputPicture,
  type Instrument,
  type RenderRequest,
} from '@reverie/instruments/web'
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
  const { parameters, seed, edits, inputs, files } = given
  return {
    parameters: parametersOf(instrument as Instrument, { parameters }),
    seed,
    ...(edits.length > 0 && { edits }),
    inputs: await byPort(inputs, open.picture),
    ...(Object.keys(files).length > 0 && { files: await byPort(files, open.file) }),
  }
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
