/** The part of scran.js 4.0.9 that the measurements use; the package has no types. */
declare module 'scran.js' {
  interface Neighbors {
    free(): void
  }
  interface Umap {
    run(): void
    extractCoordinates(): { readonly x: Float64Array; readonly y: Float64Array }
    free(): void
  }
  interface Tsne {
    run(options: { maxIterations: number }): void
    extractCoordinates(): { readonly x: Float64Array; readonly y: Float64Array }
    free(): void
  }
  const FindNearestNeighborsResults: {
    unserialize(runs: Int32Array, indices: Int32Array, distances: Float64Array): Neighbors
  }
  function initialize(options: { numberOfThreads: number }): Promise<void>
  function terminate(): Promise<void>
  function initializeTsne(neighbors: Neighbors, options: { perplexity: number }): Tsne
  function initializeUmap(neighbors: Neighbors, options: { epochs: number; minDist: number }): Umap
}
