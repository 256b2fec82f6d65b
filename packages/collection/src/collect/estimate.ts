/** What a run would take, by trying a few of its pictures. */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readDescription } from '../store/description.ts'
import type { FileRow } from '../store/rows.ts'
import type { CollectOptions } from './collect.ts'
import { imprinterFor } from './imprinter-for.ts'
import { listSource, type Task } from './listing.ts'
import { measurePictures, type PictureInput } from './measure-pictures.ts'
import { namedModel, settleModel } from './model.ts'
import { readFile } from './read-file.ts'
import { openSources } from './sources-of.ts'

/** What a run would take. */
export interface CollectEstimate {
  /** Paths in the sources. */
  readonly files: number
  /** Files that would be read; some may be no pictures. */
  readonly reading: number
  /** Wall time, seconds. */
  readonly seconds: number
  /** Of the process at most, bytes. */
  readonly memory: number
}

/** So many are tried. */
const SAMPLE = 16
/** Of the program itself, of each thread with its network, and of each piece while maps are made: bytes, measured. */
const MEMORY = { program: 350e6, thread: 230e6, piece: 12_000 } as const
/** Of a run without new pictures, of each piece while neighbours and maps are made: seconds, measured. */
const SECONDS = { run: 3, piece: 0.004 } as const

/**
 * Estimates a run, without writing anything but in the system's folder for what is temporary.
 * @throws as `collect`
 */
export async function estimateCollecting(options: CollectOptions): Promise<CollectEstimate> {
  const folder = resolve(options.collection)
  const before = await readDescription(folder)
  const model = await settleModel(options.model, before?.model, folder)
  const { open } = await openSources(options.sources, before?.sources ?? [], {
    collection: folder,
    network: options.network,
  })
  const signal = options.signal ?? new AbortController().signal
  const rows = before === undefined ? [] : await knownFiles(folder, model.dimensions)
  const reading: Extract<Task, { kind: 'read' }>[] = []
  let files = 0
  for (const source of open) {
    const known = new Map(rows.filter((row) => row.source === source.name).map((row) => [row.path, row]))
    // oxlint-disable-next-line no-await-in-loop -- one source after the other
    const { tasks, count } = await listSource(source, { known, rehash: options.rehash ?? false, signal })
    reading.push(...tasks.filter((task) => task.kind === 'read'))
    files += count
  }
  const threads = Math.max(1, options.threads ?? availableParallelism())
  const each = await secondsOfEach(reading, namedModel(model, folder), signal)
  return {
    files,
    reading: reading.length,
    seconds: SECONDS.run + reading.length * (each / threads + SECONDS.piece),
    memory: MEMORY.program + MEMORY.thread * threads + MEMORY.piece * (rows.length + reading.length),
  }
}

/** Files that the collection has seen. */
async function knownFiles(folder: string, dimensions: number): Promise<FileRow[]> {
  const { openStore } = await import('../store/store.ts')
  const store = await openStore(folder, dimensions)
  try {
    return await store.files()
  } finally {
    store.close()
  }
}

/** Of one picture in one thread, by a few from all over. */
async function secondsOfEach(
  tasks: readonly Extract<Task, { kind: 'read' }>[],
  model: ReturnType<typeof namedModel>,
  signal: AbortSignal,
): Promise<number> {
  if (tasks.length === 0) return 0
  const count = Math.min(SAMPLE, tasks.length)
  const chosen = Array.from({ length: count }, (_, at) => tasks[Math.floor((at * tasks.length) / count)] as Task)
  const pictures: PictureInput[] = []
  for (const task of chosen) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- as in a run
    const read = task.kind === 'read' ? await readFile(task.file) : undefined
    if (read?.ok === true && task.kind === 'read')
      pictures.push({ path: task.file.path, sha256: read.sha256, bytes: read.bytes })
  }
  const folder = await mkdtemp(join(tmpdir(), 'reverie-estimate-'))
  const imprinter = await imprinterFor(model)
  try {
    // The first ones warm everything up.
    await measurePictures(pictures.slice(0, 2), { folder, imprinter })
    const started = performance.now()
    await measurePictures(pictures.slice(2), { folder, imprinter })
    const seconds = (performance.now() - started) / 1000
    return pictures.length > 2 ? seconds / (count - 2) : 0.1
  } finally {
    await imprinter.close()
    await rm(folder, { recursive: true, force: true })
  }
}
