/**
 * Looking at what was taken in: decode, measure, thumbnails, features. Measuring goes on in other threads while the network
 * works; few pictures wait between them. What is finished goes into the journal batch by batch.
 */
import type { Raster } from '@reverie/image'
import { openJobs, type Progress } from '@reverie/jobs'
import type { CollectionFiles, Imprints } from '../collection.ts'
import { CollectionError } from '../error.ts'
import type { Piece, Silhouette } from '../piece.ts'
import type { Problem } from '../source.ts'
import { thumbnailPath, thumbnailSides } from '../thumbnail-path.ts'
import { originalPath, type Journal, type SeenBatch } from './journal.ts'
import type { Measured } from './measure.ts'
import { picturesTaken, type TakenFileAt } from './taken.ts'

/** What makes features of pictures. */
interface FeatureMaker {
  /** Of the network's file. */
  readonly sha256: string
  readonly dimensions: number
  /** @returns [n, dimensions] */
  imprint(rasters: readonly Raster[], silhouettes: readonly Silhouette[]): Promise<Float32Array>
}

/** How looking goes. */
export interface LookOptions {
  readonly files: Required<CollectionFiles>
  readonly journal: Journal
  /** Measures a picture, in another thread. */
  readonly measure: (bytes: Uint8Array, name: string) => Promise<Measured>
  /** Opened when there is something to look at. */
  readonly network: () => Promise<FeatureMaker>
  /** Pictures under way at once. */
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Told of each picture with its smallest thumbnail. */
  readonly onPicture: (thumbnail: Uint8Array) => void
}

/** Pictures that the network sees at once. */
const together = 8

interface Looked {
  readonly at: TakenFileAt
  readonly measured: Measured
}

/** Looks at all that was not looked at yet. @throws the signal's reason, and CollectionError */
export async function lookAt(options: LookOptions): Promise<void> {
  const { journal, signal, concurrency, onProgress, onPicture } = options
  const done = new Set(journal.seen.flatMap(({ pieces, bad }) => [...pieces, ...bad].map(({ sha256 }) => sha256)))
  const waiting = picturesTaken(journal).filter(({ sha256 }) => !done.has(sha256))
  if (waiting.length === 0) return
  const network = await options.network()
  const made = journal.seen.find(({ pieces }) => pieces.length > 0)
  if (made && made.model !== network.sha256)
    throw new CollectionError('This collection was made with another network: make a new one of the same pictures.')
  const work = { name: 'look', run: async (at: TakenFileAt) => ({ at, measured: await look(at, options) }) }
  const units = waiting.map((input) => ({ key: input.sha256, input }))
  const outcomes = openJobs().run(units, work, { concurrency, signal, onProgress, total: units.length })
  let looked: Looked[] = []
  let bad: SeenBatch['bad'][number][] = []
  const flush = async () => {
    const [pictures, problems] = [looked, bad]
    looked = []
    bad = []
    if (pictures.length + problems.length === 0) return
    const features = await featuresOf(network, pictures)
    await journal.see({ pieces: pictures.map(pieceOf), features, bad: problems, model: network.sha256 })
  }
  for await (const outcome of outcomes) {
    if (outcome.ok) {
      looked.push(outcome.output)
      onPicture(outcome.output.measured.thumbnails[0]!)
    } else bad.push(badOf(outcome.input, outcome.error))
    if (looked.length >= together) await flush()
  }
  await flush()
}

async function look(at: TakenFileAt, { files, measure }: LookOptions): Promise<Measured> {
  const bytes = await files.read(originalPath(at.sha256))
  if (bytes === undefined) throw new CollectionError(`"${at.path}" is no longer in this browser: add it again.`)
  const measured = await measure(bytes, at.path)
  const id = at.sha256.slice(0, 16)
  await Promise.all(
    thumbnailSides.map((side, index) => files.write(thumbnailPath(id, side), measured.thumbnails[index]!)),
  )
  return measured
}

async function featuresOf(network: FeatureMaker, pictures: readonly Looked[]): Promise<Imprints> {
  const { dimensions } = network
  const count = pictures.length
  if (count === 0) return { count, dimensions, vectors: new Float32Array() }
  const vectors = await network.imprint(
    pictures.map(({ measured }) => measured.master),
    pictures.map(({ measured }) => measured.measures.silhouette),
  )
  return { count, dimensions, vectors }
}

/** With the words of its file only: what its paths and sidecars say is told when the bundle is made. */
function pieceOf({ at, measured: { measures, said } }: Looked): Piece {
  const { sha256, path, source, bytes } = at
  return {
    ...measures,
    ...said,
    id: sha256.slice(0, 16),
    sha256,
    path,
    paths: [path],
    source,
    bytes,
    edited: [],
    removed: false,
  }
}

function badOf({ sha256, source, path }: TakenFileAt, error: unknown): SeenBatch['bad'][number] {
  const message = error instanceof Error ? error.message : String(error)
  const code: Problem['code'] = /transparent everywhere/.test(message)
    ? 'invisible'
    : /there is something to see/.test(message)
      ? 'too-small'
      : /million pixels/.test(message)
        ? 'too-large'
        : 'damaged'
  return { sha256, problem: { source, path, code, message } }
}
