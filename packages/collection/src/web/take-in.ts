/**
 * Taking in what a person gave: each file is read once, hashed and copied into the browser's private storage. That is the
 * quick part, and from then on the work needs nothing of the page: a reload goes on by itself, and pictures of full size are
 * there for prints.
 */
import { pictureFormats, sniff } from '@reverie/image'
import { sha256 } from '@reverie/recipe'
import type { CollectionFiles } from '../collection.ts'
import type { Problem, Source, SourceFile } from '../source.ts'
import { isSidecar } from '../metadata/sidecars.ts'
import { originalPath, type Journal, type TakenFile } from './journal.ts'
import { stampsTaken } from './taken.ts'

/** Larger files are refused: they are read whole. */
const largest = 300_000_000
const largestSidecar = 10_000_000
/** Files a record, at most, and the milliseconds after which one is written anyway. */
const together = 64
const patience = 1000
/** Enough of a file to tell what it is. */
const head = 64

const pictureName = /\.(?:png|jpe?g|webp|avif|heic|tiff?|gif|bmp|jxl)$/i

/** How taking in goes. */
export interface TakeInOptions {
  readonly files: Required<CollectionFiles>
  readonly journal: Journal
  readonly signal: AbortSignal
  /** Told after each file. */
  readonly onFile: (taken: number, problems: number) => void
}

/**
 * Takes in what is new in a source. Files whose stamps are known are left alone; those that are no longer there are noted.
 * @throws DOMException named QuotaExceededError when the browser's room does not suffice
 */
export async function takeIn(source: Source, { files, journal, signal, onFile }: TakeInOptions): Promise<void> {
  const known = stampsTaken(journal, source.name)
  const there = new Set<string>()
  const hashes = new Set(journal.taken.flatMap(({ files: list }) => list.map((file) => file.sha256)))
  let waiting: { files: TakenFile[]; problems: Problem[]; sidecars: TakenFile[] } = nothing()
  let written = performance.now()
  let taken = 0
  let bad = 0
  const flush = async (gone: { source: string; path: string }[] = []) => {
    const batch = waiting
    waiting = nothing()
    written = performance.now()
    const { length } = [...batch.files, ...batch.problems, ...batch.sidecars, ...gone]
    if (length > 0) await journal.take({ ...batch, gone })
  }
  for await (const found of source.list(signal)) {
    if (found.kind === 'problem') {
      waiting.problems.push({ source: source.name, ...found.problem })
      bad += 1
    } else {
      const { file } = found
      there.add(file.path)
      if (known.get(file.path) === file.stamp) continue
      const outcome = await read(file, source.name)
      if (outcome === undefined) continue
      if ('code' in outcome) {
        waiting.problems.push(outcome)
        bad += 1
      } else {
        const { bytes, ...record } = outcome
        // Bytes first: a record never speaks of a picture that is not there.
        if (!hashes.has(record.sha256)) await files.write(originalPath(record.sha256), bytes)
        hashes.add(record.sha256)
        const entry = { ...record, bytes: bytes.length }
        if (isSidecar(file.path)) waiting.sidecars.push(entry)
        else {
          waiting.files.push(entry)
          taken += 1
        }
      }
    }
    onFile(taken, bad)
    if (waiting.files.length >= together || performance.now() - written > patience) await flush()
  }
  const gone = [...known.keys()].filter((path) => !there.has(path)).map((path) => ({ source: source.name, path }))
  await flush(gone)
}

const nothing = () => ({ files: [], problems: [], sidecars: [] })

type Read = Omit<TakenFile, 'bytes'> & { readonly bytes: Uint8Array }

async function hashed(file: SourceFile): Promise<{ readonly sha256: string; readonly bytes: Uint8Array }> {
  const bytes = await file.read()
  return { sha256: await sha256(bytes), bytes }
}

/** A picture's bytes and their hash, or why not; undefined for what does not claim to be a picture. */
async function read(file: SourceFile, source: string): Promise<Read | Problem | undefined> {
  const { path, stamp } = file
  const problem = (code: Problem['code'], message: string): Problem => ({ source, path, code, message })
  try {
    if (isSidecar(path))
      return (file.bytes ?? 0) > largestSidecar ? undefined : { source, path, stamp, ...(await hashed(file)) }
    if (file.bytes === 0) return problem('empty', `"${path}" is empty (0 bytes): use another copy of it.`)
    const format = sniff(await file.read(head))
    const isPicture = (pictureFormats as readonly string[]).includes(format ?? '')
    if (!isPicture && !pictureName.test(path)) return undefined
    if (!isPicture)
      return problem('not-a-picture', `"${path}" is named like a picture and is none that can be read here.`)
    if ((file.bytes ?? 0) > largest)
      return problem(
        'too-large',
        `"${path}" has ${Math.round((file.bytes ?? 0) / 1e6)} MB: at most 300 are read here.`,
      )
    return { source, path, stamp, ...(await hashed(file)) }
  } catch (error) {
    return problem(
      'unreadable',
      `"${path}" cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    )
  }
}
