/**
 * Nearest pieces of more than can be compared all with all: usearch's graph of neighbours (Malkov and Yashunin, "Efficient
 * and robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs", 2016) over numbers of
 * 16 bits (bf16). Node only, in a worker thread, since usearch does not give way while it works. The distances are computed
 * anew from the imprints, so that they are as exact as those of `neighbourLists`; of the lists a few in a thousand places
 * are taken by the next nearest.
 */
import { Worker } from 'node:worker_threads'
import type { Runtime } from '@reverie/runtime'
import type { Imprints, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'
import { exactLimit, neighbourLists, type NeighbourOptions } from './exact.ts'

/** What the worker is given. */
export interface ApproximateOrder {
  readonly count: number
  readonly dimensions: number
  readonly k: number
  /** Shared, so that a collection is not in memory twice. */
  readonly vectors: SharedArrayBuffer
  /** Int32, [count, k] */
  readonly indices: SharedArrayBuffer
  /** Float32, [count, k] */
  readonly distances: SharedArrayBuffer
}

/** What the worker says: how far it is, 0…1. At 1 the lists are whole. */
export interface ApproximateNews {
  readonly share: number
}

/**
 * The pieces nearest to each piece: exactly up to 100,000 pieces, above that as usearch finds them.
 * @throws CollectionError when k is not a whole number from 1, or the worker dies
 */
export async function neighbourListsInNode(
  runtime: Runtime,
  imprints: Imprints,
  k: number,
  options: NeighbourOptions = {},
): Promise<NeighbourLists> {
  if (imprints.count <= exactLimit) return neighbourLists(runtime, imprints, k, options)
  return approximateLists(imprints, k, options)
}

/** As `neighbourListsInNode`, of any number of pieces by usearch. */
export async function approximateLists(
  { count, dimensions, vectors }: Imprints,
  k: number,
  { signal, progress }: NeighbourOptions = {},
): Promise<NeighbourLists> {
  signal?.throwIfAborted()
  const kept = Math.max(0, Math.min(k, count - 1))
  const shared = new SharedArrayBuffer(vectors.byteLength)
  new Float32Array(shared).set(vectors)
  const order: ApproximateOrder = {
    count,
    dimensions,
    k: kept,
    vectors: shared,
    indices: new SharedArrayBuffer(4 * count * kept),
    distances: new SharedArrayBuffer(4 * count * kept),
  }
  // Without this process's parameters: a compiler for TypeScript among them would start in the thread.
  const worker = new Worker(new URL('./approximate-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: order,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      worker.on('message', ({ share }: ApproximateNews) => {
        progress?.(share)
        if (share === 1) resolve()
      })
      worker.on('error', (error) =>
        reject(new CollectionError(`The neighbours could not be found: ${error.message}`, { cause: error })),
      )
      worker.on('exit', (code) => reject(new CollectionError(`The search for neighbours left with code ${code}.`)))
    })
  } finally {
    await worker.terminate()
  }
  return {
    count,
    k: kept,
    indices: new Int32Array(order.indices).slice(),
    distances: new Float32Array(order.distances).slice(),
  }
}
