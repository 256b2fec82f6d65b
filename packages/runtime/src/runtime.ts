/**
 * What runs graphs, as seen by everything above it: one interface over ONNX Runtime on the CPU, on WebGPU and in
 * WebAssembly, in Node and in browsers.
 *
 * A `Runtime` compiles graphs to `Program`s. A program is shared by all who compile an equal graph and freed when the
 * last of them releases it. What goes into a run is a `Tensor` (plain data) or a `Handle`; what comes out are handles,
 * which stay where they were made until somebody reads them, so that the output of one run can be the input of the
 * next without leaving the GPU.
 */
import type { DataType, Graph, Tensor, ValueInfo } from '@reverie/graph'

/** Where a graph runs. */
export type Provider = 'cpu' | 'webgpu' | 'wasm'

/**
 * What made a work, as its recipe records it: the provider, the ONNX Runtime and the machine as far as they decide
 * the last bits of a result. Two equal environments that are `deterministic` give identical results.
 */
export interface Environment extends Readonly<Record<string, string | number | boolean>> {
  readonly provider: Provider
  /** Package and version, such as "onnxruntime-node 1.30.0". */
  readonly runtime: string
  /** Whether the same graph and inputs give the same bits again. */
  readonly deterministic: boolean
}

/** Runs graphs on one provider. Release it with `dispose` when done. */
export interface Runtime {
  readonly provider: Provider
  readonly environment: Environment
  /**
   * Makes a graph, or the bytes of an ONNX file, ready to run. An equal graph with equal options is compiled once.
   * Tensors of a compiled graph must not be changed: promote the ones that do change.
   * @throws RuntimeError when the graph is broken, or holds a node that the provider cannot run.
   */
  compile(graph: Graph | Uint8Array, options?: CompileOptions): Promise<Program>
  /** Puts a tensor where the provider computes. On the CPU it shares the tensor's memory. */
  tensor(value: Tensor): Handle
  /** Frees all programs. Handles must not be used afterwards. */
  dispose(): Promise<void>
}

/** How a graph is made ready. */
export interface CompileOptions {
  /** A name for the content of the graph, in place of its hash: who gives the same key means the same graph. */
  readonly key?: string
  /** Initialisers that become inputs, so that each run can bring its own (weights in training). */
  readonly promote?: readonly string[]
  /** Whether to record each kernel's time for `Program.profile`. Slows runs a little; CPU in Node only. */
  readonly profile?: boolean
  /** Whether nodes that WebGPU lacks may run on the CPU. Default true; false refuses such a graph. */
  readonly allowFallback?: boolean
  /** Outputs that stay on the device. Default all; only WebGPU keeps any elsewhere than in plain memory. */
  readonly outputsOnDevice?: readonly string[]
}

/** What a run puts out, and where. */
export interface RunOptions {
  /**
   * The outputs to compute (default all), or for some of them where to put the result: a handle, or a tensor whose
   * memory is overwritten. An output may not be written over an input of the same run.
   */
  readonly outputs?: readonly string[] | Readonly<Record<string, Handle | Tensor>>
}

/** A compiled graph. */
export interface Program {
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  /** Runs so far, and the milliseconds spent inside ONNX Runtime for them. Shared by all holders of the program. */
  readonly time: { readonly runs: number; readonly milliseconds: number }
  /**
   * Computes the outputs.
   * @param feeds a value for every input.
   * @returns a handle an output; with `outputs`, only for those named there.
   * @throws RuntimeError when a feed is missing or of another type or shape, all problems at once.
   */
  run(feeds: Readonly<Record<string, Tensor | Handle>>, options?: RunOptions): Promise<Record<string, Handle>>
  /**
   * Time in each kernel over all runs, longest first. Ends the recording: it can be asked for once.
   * @throws RuntimeError when the graph was not compiled with `profile`.
   */
  profile(): Promise<readonly KernelTime[]>
  /** Gives the program back. The last release frees it; a second call does nothing. */
  release(): Promise<void>
}

/** Time that one kind of kernel took over all runs of a program. */
export interface KernelTime {
  readonly op: string
  readonly calls: number
  readonly milliseconds: number
}

/** A tensor where the provider computes. */
export interface Handle {
  readonly type: DataType
  readonly shape: readonly number[]
  /** Its content. On the CPU this is the handle's own memory, not a copy. */
  read(): Promise<Tensor>
  /** Frees the memory. The handle must not be used afterwards; a second call does nothing. */
  dispose(): void
}

/** A graph, a feed or a provider that cannot be worked with; the message says what was expected and what to do. */
export class RuntimeError extends Error {
  override name = 'RuntimeError'
}
