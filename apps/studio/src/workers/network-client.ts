/** The page's end of the network worker, which is started at the first call and no sooner. */
import { wrap, type Remote } from 'comlink'
import type { NetworkWorker } from './network-api.ts'

let started: Remote<NetworkWorker> | undefined

/** The worker. */
export function network(): Remote<NetworkWorker> {
  started ??= wrap<NetworkWorker>(
    new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module', name: 'network' }),
  )
  return started
}
