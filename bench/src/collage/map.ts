/** A map as Layerage's were made: UMAP of all pictures, rounded to two decimals. */
import { FindNearestNeighborsResults, initialize, initializeUmap, terminate } from 'scran.js'
import type { Neighbours } from '@reverie/instruments'
import type { Features } from './openclipart.ts'

/** @returns [n, 2] */
export async function mapOf({ vectors, dimensions }: Features, { k, indices }: Neighbours): Promise<Float64Array> {
  const count = indices.length / k
  const distances = Float64Array.from(indices, (other, at) => {
    const piece = Math.floor(at / k)
    let cosine = 0
    for (let column = 0; column < dimensions; column++) {
      cosine += vectors[piece * dimensions + column]! * vectors[other * dimensions + column]!
    }
    return Math.max(0, 1 - cosine)
  })
  await initialize({ numberOfThreads: 2 })
  try {
    const lists = FindNearestNeighborsResults.unserialize(new Int32Array(count).fill(k), indices, distances)
    const umap = initializeUmap(lists, { epochs: 300, minDist: 0.1 })
    umap.run()
    const { x, y } = umap.extractCoordinates()
    return Float64Array.from({ length: 2 * count }, (_, at) => {
      return Math.round((at % 2 === 0 ? x : y)[at >> 1]! * 100) / 100
    })
  } finally {
    // Its threads keep the process alive otherwise.
    await terminate()
  }
}
