/** The part of scran.js 4.0.9 that maps and clusters use; the package has no types. */
declare module 'scran.js' {
  interface OnHeap {
    free(): void
  }
  interface FindNearestNeighborsResults extends OnHeap {
    numberOfNeighbors(): number
  }
  interface UmapStatus extends OnHeap {
    currentEpoch(): number
    totalEpochs(): number
    /** @param options.runTime milliseconds after which it returns; it ends with the epoch under way */
    run(options?: { runTime?: number | null }): void
    extractCoordinates(): { readonly x: Float64Array; readonly y: Float64Array }
  }
  interface TsneStatus extends OnHeap {
    iterations(): number
    run(options?: { maxIterations?: number; runTime?: number | null }): void
    extractCoordinates(): { readonly x: Float64Array; readonly y: Float64Array }
  }
  interface ClusterResults extends OnHeap {
    membership(): Int32Array
  }
  const FindNearestNeighborsResults: {
    unserialize(runs: Int32Array, indices: Int32Array, distances: Float64Array): FindNearestNeighborsResults
  }
  function initialize(options: { numberOfThreads: number }): Promise<boolean>
  function terminate(): void
  function initializeUmap(
    neighbors: FindNearestNeighborsResults,
    options: { neighbors: number; epochs: number; minDist: number; numberOfThreads: number },
  ): UmapStatus
  function initializeTsne(
    neighbors: FindNearestNeighborsResults,
    options: { perplexity: number; neighbors: number; numberOfThreads: number },
  ): TsneStatus
  function buildSnnGraph(
    neighbors: FindNearestNeighborsResults,
    options: { scheme: 'rank' | 'number' | 'jaccard'; neighbors: number; numberOfThreads: number },
  ): OnHeap
  function clusterGraph(
    graph: OnHeap,
    options: {
      method: 'multilevel' | 'leiden'
      multiLevelResolution?: number
      leidenResolution?: number
      leidenModularityObjective?: boolean
    },
  ): ClusterResults
}
