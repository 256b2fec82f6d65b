import type { MapLayout, NeighbourLists } from '../collection.ts'
import { checkLists, onCircle, settle, shuffled, type Embedding, type MapOptions } from './embedding.ts'
import { allocate, listsOnHeap, withScran } from './scran.ts'

/** How t-SNE places. */
export interface TsneOptions extends MapOptions {
  /** About how many neighbours count for a piece; default a third of what the lists have, at most 30. */
  readonly perplexity?: number
  /** Default 750. */
  readonly iterations?: number
}

/** With fewer pieces there is no neighbourhood to keep. */
const LEAST = 5
/** Of the places that pieces start from; what a seed changes is which of them is a piece's. */
const START = 42

/**
 * A map by t-SNE (van der Maaten 2014, Barnes-Hut), by scran.js: fills its room more evenly than UMAP and keeps the
 * nearest a little better; 50,000 pieces take about four times as long.
 * @param lists 30 neighbours a piece or more
 * @throws CollectionError when the lists are broken, or where WebAssembly has no shared memory; the signal's reason
 */
export async function tsneLayout(lists: NeighbourLists, options: TsneOptions = {}): Promise<MapLayout> {
  checkLists(lists)
  options.signal?.throwIfAborted()
  if (lists.count < LEAST) return onCircle('tsne', lists.count)
  const { seed = 0, iterations = 750 } = options
  const perplexity = Math.min(options.perplexity ?? 30, lists.k / 3)
  const neighbours = Math.min(lists.k, Math.ceil(3 * perplexity))
  return withScran(async (scran) => {
    const rows = shuffled(lists, seed)
    // Chords of unit vectors: t-SNE's kernel is over Euclidean distances.
    const near = listsOnHeap(scran, rows.lists, neighbours, (distance) => Math.sqrt(2 * distance))
    const places = allocate(scran, 16 * lists.count)
    scran.randomize_tsne_start(lists.count, places, START)
    const status = scran.initialize_tsne(near, perplexity, 1)
    near.delete()
    const embedding: Embedding = {
      step: (milliseconds) => {
        scran.run_tsne(status, milliseconds, iterations, places)
        return status.iterations() / iterations
      },
      points: () => new Float64Array(scran.wasmMemory.buffer, places, 2 * lists.count).slice(),
    }
    return settle('tsne', embedding, rows.order, options)
  })
}
