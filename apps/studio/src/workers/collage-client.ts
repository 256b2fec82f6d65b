/** The page's end of the collage worker, which is started at the first call and no sooner. */
import { wrap, type Remote } from 'comlink'
import type { CollageWorker } from './collage-api.ts'

let started: Remote<CollageWorker> | undefined

/** The worker. */
export function collages(): Remote<CollageWorker> {
  started ??= wrap<CollageWorker>(
    new Worker(new URL('./collage.worker.ts', import.meta.url), { type: 'module', name: 'collage' }),
  )
  return started
}
