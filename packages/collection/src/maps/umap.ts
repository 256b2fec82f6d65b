import type { MapLayout, NeighbourLists } from '../collection.ts'
import { checkLists, onCircle, settle, shuffled, type Embedding, type MapOptions } from './embedding.ts'
import { allocate, listsOnHeap, withScran } from './scran.ts'

/** How UMAP places. */
export interface UmapOptions extends MapOptions {
  /**
   * Nearest neighbours of each piece that count, 2…; default 10, fewer where the lists have fewer. More show the large
   * outlines better and the near ones worse.
   */
  readonly neighbours?: number
  /** How near pieces may come, in units of UMAP's plane, 0…1; default 0.1. Less makes denser islands. */
  readonly minDist?: number
  /** Rounds; default 500 up to 10,000 pieces and 200 above. */
  readonly epochs?: number
}

/** With fewer pieces there is no neighbourhood to keep. */
const LEAST = 5

/**
 * A map on which what is alike is near (McInnes, Healy and Melville 2018), by scran.js. One thread; 50,000 pieces take
 * some 16 s and 0.2 GB.
 * @param lists 10 neighbours a piece or more
 * @throws CollectionError when the lists are broken, or where WebAssembly has no shared memory; the signal's reason
 */
export async function umapLayout(lists: NeighbourLists, options: UmapOptions = {}): Promise<MapLayout> {
  checkLists(lists)
  options.signal?.throwIfAborted()
  if (lists.count < LEAST) return onCircle('umap', lists.count)
  const { seed = 0, minDist = 0.1, epochs = lists.count > 10_000 ? 200 : 500 } = options
  const neighbours = Math.min(options.neighbours ?? 10, lists.k)
  return withScran(async (scran) => {
    const rows = shuffled(lists, seed)
    const near = listsOnHeap(scran, rows.lists, neighbours, (distance) => distance)
    const places = allocate(scran, 8 * lists.count)
    const status = scran.initialize_umap(near, epochs, minDist, places, 1)
    near.delete()
    const embedding: Embedding = {
      step: (milliseconds) => {
        scran.run_umap(status, milliseconds)
        return status.epoch() / status.num_epochs()
      },
      points: () => Float64Array.from(new Float32Array(scran.wasmMemory.buffer, places, 2 * lists.count)),
    }
    return settle('umap', embedding, rows.order, options)
  })
}
