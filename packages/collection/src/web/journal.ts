/**
 * What a page has done of a collection so far, so that a reload or a crash costs nothing that was done: numbered files, each
 * written once and whole, beside the pictures themselves. The bundle is made of them at the end, and again when more comes.
 *
 * ```
 * originals/<2 hex>/<id>      the pictures as they came
 * taken/<n>.json              which files they are, and which could not be read
 * seen/<n>-pieces.arrow       what was measured of them
 * seen/<n>-features.arrow     their features, raw
 * seen/<n>.json               written last: with it the two above count
 * ```
 */
import type { CollectionFiles, Imprints } from '../collection.ts'
import { decodeImprints, encodeImprints } from '../bundle/parts.ts'
import { decodePieces, encodePieces } from '../bundle/pieces.ts'
import type { Piece } from '../piece.ts'
import type { Problem } from '../source.ts'

/** A file that was taken in. */
export interface TakenFile {
  readonly source: string
  readonly path: string
  readonly stamp: string
  readonly bytes: number
  readonly sha256: string
}

/** Files that were taken in together. */
interface TakenBatch {
  readonly files: readonly TakenFile[]
  readonly problems: readonly Problem[]
  /** Tables and notes that may speak of the pictures; they lie where pictures do. */
  readonly sidecars: readonly TakenFile[]
  /** Paths that were there before and are no longer, by source. */
  readonly gone: readonly { readonly source: string; readonly path: string }[]
}

/** Pictures that were measured together. */
export interface SeenBatch {
  readonly pieces: readonly Piece[]
  /** [pieces, dimensions], as the network gives them. */
  readonly features: Imprints
  /** Pictures that cannot be used, by their SHA-256. */
  readonly bad: readonly { readonly sha256: string; readonly problem: Problem }[]
  /** SHA-256 of the network that made the features. */
  readonly model: string
}

/** The two sequences of numbered files. */
export interface Journal {
  readonly taken: TakenBatch[]
  readonly seen: SeenBatch[]
  take(batch: TakenBatch): Promise<void>
  see(batch: SeenBatch): Promise<void>
}

const number = (value: number) => String(value).padStart(6, '0')
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

/** Where a picture lies as it came. */
export const originalPath = (sha256: string): string => `originals/${sha256.slice(0, 2)}/${sha256.slice(0, 16)}`

/**
 * Opens the journal of a collection.
 * @throws CollectionError when a file of it is damaged
 */
export async function openJournal(files: Required<CollectionFiles>): Promise<Journal> {
  const taken: TakenBatch[] = []
  const seen: SeenBatch[] = []
  for (let batch = await readTaken(files, 0); batch; batch = await readTaken(files, taken.length)) taken.push(batch)
  for (let batch = await readSeen(files, 0); batch; batch = await readSeen(files, seen.length)) seen.push(batch)
  return {
    taken,
    seen,
    take: async (batch) => {
      await files.write(`taken/${number(taken.length)}.json`, encode(batch))
      taken.push(batch)
    },
    see: async (batch) => {
      const place = `seen/${number(seen.length)}`
      const { pieces, features, bad, model } = batch
      await files.write(`${place}-pieces.arrow`, encodePieces(pieces))
      await files.write(`${place}-features.arrow`, encodeImprints(features, 'float32'))
      await files.write(`${place}.json`, encode({ count: pieces.length, bad, model }))
      seen.push(batch)
    },
  }
}

async function readJson(files: CollectionFiles, path: string): Promise<unknown> {
  const bytes = await files.read(path)
  return bytes && JSON.parse(new TextDecoder().decode(bytes))
}

const readTaken = async (files: CollectionFiles, index: number): Promise<TakenBatch | undefined> =>
  (await readJson(files, `taken/${number(index)}.json`)) as TakenBatch | undefined

async function readSeen(files: CollectionFiles, index: number): Promise<SeenBatch | undefined> {
  const place = `seen/${number(index)}`
  const facts = (await readJson(files, `${place}.json`)) as
    | (Pick<SeenBatch, 'bad' | 'model'> & { readonly count: number })
    | undefined
  if (facts === undefined) return undefined
  const pieces = await files.read(`${place}-pieces.arrow`)
  const features = await files.read(`${place}-features.arrow`)
  // Written before the facts, so they are there unless someone removed them; then the pictures are measured again.
  if (pieces === undefined || features === undefined) return undefined
  const { bad, model, count } = facts
  return {
    pieces: decodePieces(pieces, `${place}-pieces.arrow`),
    features: decodeImprints(features, { subject: `${place}-features.arrow`, count }),
    bad,
    model,
  }
}
