/**
 * What maps and clusters use of the module that scran.js 4.0.9 wraps: functions that Emscripten makes of C++, over
 * addresses on the module's heap. The package has no types.
 */
declare module 'scran.js/main/wasm/scran.js' {
  /** A C++ object; to be deleted. */
  export interface OnHeap {
    delete(): void
  }
  export interface UmapStatus extends OnHeap {
    epoch(): number
    num_epochs(): number
  }
  export interface TsneStatus extends OnHeap {
    iterations(): number
  }
  export interface Communities extends OnHeap {
    /** A view of the heap. */
    membership(): Int32Array
  }
  export interface ScranModule {
    readonly wasmMemory: WebAssembly.Memory
    _malloc(bytes: number): number
    _free(address: number): void
    /** Neighbours a row, then all rows' neighbours (int32) and distances (float64). */
    readonly NeighborResults: new (rows: number, counts: number, indices: number, distances: number) => OnHeap
    /** @param coordinates float32, [rows, 2] */
    initialize_umap(
      neighbors: OnHeap,
      epochs: number,
      minDist: number,
      coordinates: number,
      threads: number,
    ): UmapStatus
    /** @param milliseconds after which it returns; it ends with the epoch under way */
    run_umap(status: UmapStatus, milliseconds: number): void
    /** @param coordinates float64, [rows, 2] */
    randomize_tsne_start(rows: number, coordinates: number, seed: number): void
    initialize_tsne(neighbors: OnHeap, perplexity: number, threads: number): TsneStatus
    run_tsne(status: TsneStatus, milliseconds: number, iterations: number, coordinates: number): void
    build_snn_graph(neighbors: OnHeap, scheme: 'rank' | 'number' | 'jaccard', threads: number): OnHeap
    cluster_leiden(graph: OnHeap, resolution: number, modularity: boolean): Communities
    /** What a number that was thrown means. */
    get_error_message(thrown: number): string
  }
  export interface ScranOptions {
    readonly scran_custom_nthreads: number
    locateFile?(file: string): string
  }
  export default function loadScran(options: ScranOptions): Promise<ScranModule>
}
