/** The page's end of the collection worker, which is started at the first call and no sooner. */
import { wrap, type Remote } from 'comlink'
import type { CollectionWorker } from './collection-api.ts'

let started: Remote<CollectionWorker> | undefined

/** The worker. */
export function collecting(): Remote<CollectionWorker> {
  started ??= wrap<CollectionWorker>(
    new Worker(new URL('./collection.worker.ts', import.meta.url), { type: 'module', name: 'collection' }),
  )
  return started
}
