/** The pool of workers in Node: threads of this process. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { BandAnswer } from './band-service.mjs'
import { kernelCode } from './kernel.ts'
import { createPool, type BandPool, type BandPoolOptions, type StartThread } from './pool.ts'

/** A pool. Its threads start when first needed, and do not keep the process from ending. */
export function openBandPool({ threads = availableParallelism() }: BandPoolOptions = {}): BandPool {
  return createPool(startThread, threads)
}

const startThread: StartThread = (heard, ended) => {
  // Without this process's parameters: a compiler for TypeScript among them would start in every thread.
  const worker = new Worker(new URL('./worker-node.mjs', import.meta.url), { execArgv: [] })
  worker.unref()
  worker.on('message', (answer: BandAnswer) => heard(answer))
  worker.on('error', (error) => ended(error.message))
  worker.on('exit', (code) => ended(`it left with code ${code}`))
  worker.postMessage({ type: 'code', code: kernelCode() }, [])
  return {
    send: (order) => worker.postMessage(order, []),
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  }
}
