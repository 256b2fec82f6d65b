import type { Clusters, NeighbourLists } from '../collection.ts'
import { clusterNames, type Named } from './cluster-names.ts'
import { breath, checkLists } from './embedding.ts'
import { listsOnHeap, withScran } from './scran.ts'

/** How pieces are gathered. */
export interface ClusterOptions {
  /** How fine, 0.1…20; default 2. At 1, 3,600 pictures of openclipart make 22 clusters, at 4 make 69. */
  readonly resolution?: number
  /** Clusters of fewer pieces are none; default 5. */
  readonly least?: number
  readonly signal?: AbortSignal | undefined
}

/** Neighbours that make the graph. */
const NEIGHBOURS = 10

/**
 * Clusters: communities (Leiden: Traag, Waltman and van Eck 2019, with modularity) of the graph that joins pieces by the
 * neighbours they share, weighted by rank (Xu and Su 2015), by scran.js; largest first. Their names come from tags and titles.
 * Equal lists give equal clusters. docs/decisions tells what it was measured against.
 * @param pieces of the lists, in their order
 * @throws CollectionError when the lists are broken, or where WebAssembly has no shared memory; the signal's reason
 */
export async function clustersOf(
  lists: NeighbourLists,
  pieces: readonly Named[],
  { resolution = 2, least = 5, signal }: ClusterOptions = {},
): Promise<Clusters> {
  checkLists(lists)
  signal?.throwIfAborted()
  const neighbours = Math.min(NEIGHBOURS, lists.k)
  const communities =
    neighbours === 0
      ? new Int32Array(lists.count)
      : await withScran(async (scran) => {
          const near = listsOnHeap(scran, lists, neighbours, (distance) => distance)
          const graph = scran.build_snn_graph(near, 'rank', 1)
          near.delete()
          await breath()
          signal?.throwIfAborted()
          return scran.cluster_leiden(graph, resolution, true).membership().slice()
        })
  const labels = bySize(communities, least)
  return { labels, names: clusterNames(labels, pieces) }
}

/** The same groups, numbered from the largest, equal ones by their first piece; −1 in those that are too small. */
function bySize(communities: Int32Array, least: number): Int32Array {
  const sizes = new Map<number, number>()
  for (const community of communities) sizes.set(community, (sizes.get(community) ?? 0) + 1)
  const kept = [...sizes].filter(([, size]) => size >= least).sort(([, left], [, right]) => right - left)
  const labelOf = new Map(kept.map(([community], label) => [community, label]))
  return communities.map((community) => labelOf.get(community) ?? -1)
}
