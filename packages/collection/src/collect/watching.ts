/** Collecting that goes on: a run, and another one whenever a source changes. */
import { resolve } from 'node:path'
import { readDescription } from '../store/description.ts'
import { collect, type CollectOptions } from './collect.ts'
import type { CollectReport } from './report.ts'
import { openSources } from './sources-of.ts'
import { watchSources } from './watch.ts'

/**
 * Collects, and again whenever something has changed, until it is stopped.
 * @returns never by itself
 * @throws as `collect`; the signal's reason
 */
export async function* collectAndWatch(
  options: CollectOptions & { readonly signal: AbortSignal },
): AsyncGenerator<CollectReport, never, void> {
  const folder = resolve(options.collection)
  const kept = (await readDescription(folder))?.sources ?? []
  const { open } = await openSources(options.sources, kept, { collection: folder, network: options.network })
  // What changes during a run is seen too.
  const watcher = watchSources(open, folder)
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      yield await collect(options)
      // oxlint-disable-next-line no-await-in-loop
      await watcher.next(options.signal)
    }
  } finally {
    await watcher.close()
  }
}
