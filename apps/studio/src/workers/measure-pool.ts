/** A few workers that measure pictures, each one at a time, so that few decoded pictures are in memory. */
import type { Measured } from '@reverie/collection/web'
import { releaseProxy, transfer, wrap, type Remote } from 'comlink'
import type { MeasureWorker } from './measure.worker.ts'

/** The pool. */
export interface MeasurePool {
  readonly size: number
  measure(bytes: Uint8Array, name: string): Promise<Measured>
  close(): void
}

/** A core is left for the network and one for the page where there are many. */
const sizeFor = (cores: number) => Math.max(1, Math.min(6, cores - 1))

/** Starts one. */
export function openMeasurePool(): MeasurePool {
  const size = sizeFor(navigator.hardwareConcurrency || 2)
  const workers = Array.from({ length: size }, start)
  const free = [...workers]
  const waiting: ((worker: Started) => void)[] = []
  const taken = (): Promise<Started> => {
    const worker = free.pop()
    return worker ? Promise.resolve(worker) : new Promise((resolve) => waiting.push(resolve))
  }
  return {
    size,
    async measure(bytes, name) {
      const worker = await taken()
      try {
        return await worker.remote.measure(
          transfer(bytes as Uint8Array<ArrayBuffer>, [bytes.buffer as ArrayBuffer]),
          name,
        )
      } finally {
        const next = waiting.shift()
        if (next) next(worker)
        else free.push(worker)
      }
    },
    close: () => {
      for (const { worker, remote } of workers) {
        remote[releaseProxy]()
        worker.terminate()
      }
    },
  }
}

interface Started {
  readonly worker: Worker
  readonly remote: Remote<MeasureWorker>
}

function start(): Started {
  const worker = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module', name: 'measure' })
  return { worker, remote: wrap<MeasureWorker>(worker) }
}
