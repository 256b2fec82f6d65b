/** Maps to lay out from and to compare with: UMAP as Layerage's maps were made, and t-SNE of the chosen pieces alone. */
import { FindNearestNeighborsResults, initialize, initializeTsne, initializeUmap, terminate } from 'scran.js'
import { nearestImprints, type Neighbours } from '@reverie/instruments'
import type { Features } from './openclipart.ts'

/** UMAP of all pictures, rounded to two decimals. @returns [n, 2] */
export async function mapOf(features: Features, neighbours: Neighbours): Promise<Float64Array> {
  return withScran(() => {
    const umap = initializeUmap(listsOf(features, neighbours), { epochs: 300, minDist: 0.1 })
    umap.run()
    return Float64Array.from(interleaved(umap), (value) => Math.round(value * 100) / 100)
  })
}

/** Neighbours that t-SNE sees of each piece, and a third of them as its perplexity. */
const SEEN = 45

/** Where t-SNE puts pictures: a plane that has to keep neighbours in feature space and nothing else. @returns [n, 2] */
export async function freePositions(features: Features): Promise<Float64Array> {
  const neighbours = nearestImprints(features.vectors, features.dimensions, SEEN)
  return withScran(() => {
    const tsne = initializeTsne(listsOf(features, neighbours), { perplexity: SEEN / 3 })
    tsne.run({ maxIterations: 1000 })
    return interleaved(tsne)
  })
}

async function withScran<Result>(work: () => Result): Promise<Result> {
  await initialize({ numberOfThreads: 2 })
  try {
    return work()
  } finally {
    // Its threads keep the process alive otherwise.
    await terminate()
  }
}

function listsOf(
  { vectors, dimensions }: Features,
  { k, indices }: Neighbours,
): ReturnType<typeof FindNearestNeighborsResults.unserialize> {
  const distances = Float64Array.from(indices, (other, at) => {
    const piece = Math.floor(at / k)
    let cosine = 0
    for (let column = 0; column < dimensions; column++) {
      cosine += vectors[piece * dimensions + column]! * vectors[other * dimensions + column]!
    }
    return Math.max(0, 1 - cosine)
  })
  return FindNearestNeighborsResults.unserialize(new Int32Array(indices.length / k).fill(k), indices, distances)
}

function interleaved(layout: {
  extractCoordinates(): { readonly x: Float64Array; readonly y: Float64Array }
}): Float64Array {
  const { x, y } = layout.extractCoordinates()
  return Float64Array.from({ length: 2 * x.length }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!)
}
