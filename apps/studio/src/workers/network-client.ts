/** The page's end of the network worker, which is started at the first call and no sooner. */
import { releaseProxy, wrap, type Remote } from 'comlink'
import type { NetworkWorker } from './network-api.ts'

let started: { readonly worker: Worker; readonly remote: Remote<NetworkWorker> } | undefined

/** The worker. */
export function network(): Remote<NetworkWorker> {
  if (!started) {
    const worker = new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module', name: 'network' })
    started = { worker, remote: wrap<NetworkWorker>(worker) }
  }
  return started.remote
}

/** Ends the worker with all it holds; what it was asked is never answered. The next call starts another. */
export function restartNetwork(): void {
  started?.remote[releaseProxy]()
  started?.worker.terminate()
  started = undefined
}
