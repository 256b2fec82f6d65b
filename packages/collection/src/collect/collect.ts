/**
 * Collecting: sources are listed, what is new is read and measured in threads, stored in batches, and bound into a bundle.
 *
 * What makes it resumable: a path is known by its stamp and a content by its hash, rows are only added, in the order of the
 * listing, and each batch is one step of the tables. A run that was killed is simply run again and does what is left; its
 * units are then the same as they would have been, so that not even the last bits of an imprint depend on the kill.
 */
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { CollectionError } from '../error.ts'
import { readDescription, type Description } from '../store/description.ts'
import { takeLock } from '../store/lock.ts'
import { settleModel } from './model.ts'
import type { CollectReport } from './report.ts'
import { perform, type CollectProgress, type Run } from './run.ts'
import { openSources } from './sources-of.ts'
import type { SourceOptions } from '../sources/open.ts'

/** What to collect, and how. */
export interface CollectOptions {
  /** Folders of pictures and the like; none for those that the collection has already. */
  readonly sources: readonly string[]
  /** The collection's folder, made when it is not there. */
  readonly collection: string
  /** Identifier or file of the network that imprints; `inception`, or that of the collection, unless said. */
  readonly model?: string | undefined
  /** Reads all files again, whatever their stamps say, and makes thumbnails that are missing. */
  readonly rehash?: boolean | undefined
  /** Threads that measure, the cores unless said; 0 measures in the thread that calls. */
  readonly threads?: number | undefined
  /** How addresses are fetched. */
  readonly network?: SourceOptions['network']
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined
}

/**
 * Collects.
 * @returns what was done, and what was found to be wrong with files
 * @throws CollectionError when a source or the collection cannot be opened, or another run is writing it; the signal's reason
 */
export async function collect(options: CollectOptions): Promise<CollectReport> {
  const started = performance.now()
  const folder = resolve(options.collection)
  const before = await readDescription(folder)
  const made = existsSync(folder)
  if (before === undefined && options.sources.length === 0)
    throw new CollectionError(`There is no collection "${options.collection}": give a folder of pictures.`)
  const model = await settleModel(options.model, before?.model, folder)
  // Before anything is written: a slip in the call leaves nothing behind.
  const sources = await openSources(options.sources, before?.sources ?? [], {
    collection: folder,
    network: options.network,
  })
  if (!made) await mkdir(folder, { recursive: true })
  const lock = await takeLock(folder)
  try {
    const description: Description = {
      name: before?.name ?? basename(folder),
      model,
      sources: [...sources.kept],
      bundled: false,
    }
    // LanceDB is loaded for those who collect, and not for all who read collections.
    const { openStore } = await import('../store/store.ts')
    const store = await openStore(folder, model.dimensions)
    try {
      const run: Run = {
        folder,
        store,
        before,
        description,
        sources: sources.open,
        threads: options.threads ?? availableParallelism(),
        rehash: options.rehash ?? false,
        signal: options.signal ?? new AbortController().signal,
        progress: options.onProgress ?? (() => undefined),
        check: () => lock.check(),
      }
      return await perform(run, started)
    } finally {
      store.close()
    }
  } finally {
    // A list that cannot be had is a slip in the call too, found a little later. While we hold the lock, nobody else writes.
    if (!made && (await readDescription(folder)) === undefined) await rm(folder, { recursive: true, force: true })
    await lock.release()
  }
}
