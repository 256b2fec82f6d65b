/** Makes a map of each kind that WebAssembly takes part in, and clusters. */
import { clustersOf, tsneLayout, umapLayout, type NeighbourLists } from '@reverie/collection'

addEventListener('message', (event: MessageEvent<NeighbourLists>) => {
  const lists = event.data
  const work = async () => {
    const [umap, tsne] = await Promise.all([umapLayout(lists), tsneLayout(lists)])
    const pieces = Array.from({ length: lists.count }, () => ({ title: '', tags: [] }))
    const { labels } = await clustersOf(lists, pieces)
    return [umap.positions, tsne.positions, labels]
  }
  work().then(postMessage, (error: unknown) => postMessage(String(error)))
})
