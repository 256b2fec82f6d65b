/**
 * scran.js: UMAP, t-SNE and graph clusters in WebAssembly, from neighbour lists.
 *
 * Its module is used without the package's own wrapper, which keeps one module for all and whose files bundlers cannot
 * take in (a worker with options that are not literal). Each map has a module of its own, in the thread that asks for
 * it, without workers: the results are the same bits with one thread and with several, UMAP's layout uses one in any
 * case, and so no page has to be cross-origin isolated. What the WebAssembly does need is a shared memory. Browsers have
 * those; only the name `SharedArrayBuffer` is hidden in pages that are not isolated, and is brought back for the module's
 * own checks.
 */
import type { default as LoadScran, OnHeap, ScranModule } from 'scran.js/main/wasm/scran.js'
import type { NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'

/**
 * Works with a module of its own.
 * @throws CollectionError when WebAssembly has no shared memory here
 */
export async function withScran<Result>(work: (scran: ScranModule) => Promise<Result>): Promise<Result> {
  const scran = await open()
  try {
    return await work(scran)
  } catch (error) {
    // What C++ throws arrives as an address.
    if (typeof error !== 'number') throw error
    throw new CollectionError(`scran.js cannot make this map: ${scran.get_error_message(error)}.`)
  }
}

async function open(): Promise<ScranModule> {
  if (typeof globalThis.process?.versions?.node === 'string') {
    // Named where bundlers for browsers do not see it.
    const name = 'scran.js/main/wasm/scran.js'
    const { default: load } = (await import(/* @vite-ignore */ name)) as { default: typeof LoadScran }
    const known = Object.hasOwn(globalThis, 'Worker')
    const loading = load({ scran_custom_nthreads: 0 })
    // It names Node's workers globally at once, which others would take for a browser's.
    if (!known) Reflect.deleteProperty(globalThis, 'Worker')
    return loading
  }
  if (typeof SharedArrayBuffer === 'undefined') nameSharedMemory()
  const glue = new URL('scran.js/browser/wasm/scran.js', import.meta.url).href
  const wasm = new URL('scran.js/browser/wasm/scran.wasm', import.meta.url).href
  const { default: load } = (await import(/* @vite-ignore */ glue)) as { default: typeof LoadScran }
  return load({ scran_custom_nthreads: 0, locateFile: () => wasm })
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

/** The `k` nearest of each piece, on the module's heap; to be deleted. `distance` is applied to 1 − cosine. */
export function listsOnHeap(
  scran: ScranModule,
  lists: NeighbourLists,
  k: number,
  distance: (oneMinusCosine: number) => number,
): OnHeap {
  const { count } = lists
  const counts = allocate(scran, 4 * count)
  const indices = allocate(scran, 4 * count * k)
  const distances = allocate(scran, 8 * count * k)
  // Views are made after the last allocation: the memory may have grown into another buffer.
  const { buffer } = scran.wasmMemory
  new Int32Array(buffer, counts, count).fill(k)
  const near = new Int32Array(buffer, indices, count * k)
  const far = new Float64Array(buffer, distances, count * k)
  for (let row = 0; row < count; row++) {
    near.set(lists.indices.subarray(row * lists.k, row * lists.k + k), row * k)
    for (let at = 0; at < k; at++) far[row * k + at] = distance(Math.max(0, lists.distances[row * lists.k + at]!))
  }
  const results = new scran.NeighborResults(count, counts, indices, distances)
  // oxlint-disable-next-line no-underscore-dangle -- Emscripten's name
  for (const address of [counts, indices, distances]) scran._free(address)
  return results
}

/** The address of so many bytes on the module's heap. */
// oxlint-disable-next-line no-underscore-dangle -- Emscripten's name
export const allocate = (scran: ScranModule, bytes: number): number => scran._malloc(bytes)
