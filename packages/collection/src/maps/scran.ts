/**
 * scran.js: UMAP, t-SNE and graph clusters in WebAssembly, from neighbour lists.
 *
 * It runs here in the thread that calls it, without workers: its results are the same bits with one thread and with
 * several, the layout of UMAP uses one in any case, and so it needs no page that is cross-origin isolated. What its
 * WebAssembly does need is a shared memory. Every browser has those; only the name `SharedArrayBuffer` is hidden in pages
 * that are not isolated, and is brought back for the module's own checks.
 *
 * scran.js keeps one module a thread of JavaScript. Whoever works with it holds a lease, and the last one frees it.
 */
import type * as Scran from 'scran.js'
import type { NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'

let leases = 0
let opening: Promise<typeof Scran> | undefined

/**
 * Works with scran.js, which is loaded at the first call.
 * @throws CollectionError when WebAssembly has no shared memory here
 */
export async function withScran<Result>(work: (scran: typeof Scran) => Promise<Result>): Promise<Result> {
  leases++
  try {
    opening ??= open()
    return await work(await opening)
  } finally {
    leases--
    if (leases === 0) {
      const opened = await opening?.catch(() => undefined)
      // Somebody may have come meanwhile.
      if (leases === 0 && opening !== undefined) {
        opening = undefined
        opened?.terminate()
      }
    }
  }
}

async function open(): Promise<typeof Scran> {
  if (typeof SharedArrayBuffer === 'undefined') nameSharedMemory()
  const scran = await import('scran.js')
  await scran.initialize({ numberOfThreads: 0 })
  return scran
}

function nameSharedMemory(): void {
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true })
    Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: buffer.constructor, configurable: true })
  } catch (cause) {
    throw new CollectionError(
      'Maps are drawn in WebAssembly with shared memory, which this browser does not have here. Serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or make the map with `reverie collect`.',
      { cause },
    )
  }
}

/** The `k` nearest of each piece, on scran's heap; to be freed. `distance` is applied to 1 − cosine. */
export function listsOnHeap(
  scran: typeof Scran,
  lists: NeighbourLists,
  k: number,
  distance: (oneMinusCosine: number) => number,
): Scran.FindNearestNeighborsResults {
  const { count } = lists
  const indices = new Int32Array(count * k)
  const distances = new Float64Array(count * k)
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < k; at++) {
      indices[row * k + at] = lists.indices[row * lists.k + at]!
      distances[row * k + at] = distance(Math.max(0, lists.distances[row * lists.k + at]!))
    }
  }
  return scran.FindNearestNeighborsResults.unserialize(new Int32Array(count).fill(k), indices, distances)
}
