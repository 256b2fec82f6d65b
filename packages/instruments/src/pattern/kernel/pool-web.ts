/** The pool of workers in browsers. */
import type { BandAnswer } from './band-service.mjs'
import { kernelCode } from './kernel.ts'
import { createPool, type BandPool, type BandPoolOptions, type StartThread } from './pool.ts'

/** A pool. Its workers start when first needed; a page that is not isolated may have it too, for no memory is shared. */
export function openBandPool({ threads = navigator.hardwareConcurrency }: BandPoolOptions = {}): BandPool {
  return createPool(startThread, threads)
}

const startThread: StartThread = (heard, ended) => {
  const worker = new Worker(new URL('./worker-web.mjs', import.meta.url), { type: 'module', name: 'bands' })
  worker.addEventListener('message', (event: MessageEvent<BandAnswer>) => heard(event.data))
  worker.addEventListener('error', (event) => {
    worker.terminate()
    ended(event.message || 'it could not be loaded')
  })
  worker.postMessage({ type: 'code', code: kernelCode() }, [])
  return {
    send: (order) => worker.postMessage(order, []),
    setBusy: () => undefined,
    end: () => worker.terminate(),
  }
}
