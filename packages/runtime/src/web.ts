/**
 * Graphs in a browser: on WebGPU, else in WebAssembly. Meant to run in a worker, as a run in WebAssembly keeps its
 * thread busy.
 *
 * ONNX Runtime is loaded at the first call, from files beside the page's own: `new URL(…, import.meta.url)` is what
 * bundlers replace by the address of the copy that they make. Threads need a page that is cross-origin isolated
 * (COOP and COEP headers); without, there is one.
 */
import type { Backend } from './compile.ts'
import { runtimeOver } from './compile.ts'
import { describeAdapter, findAdapter, openDevice, uploadTensor } from './gpu.ts'
import type { Ort } from './handle.ts'
import { RuntimeError, type Provider, type Runtime } from './runtime.ts'

export * from './index.ts'

/** Which runtime. */
export interface RuntimeOptions {
  /**
   * Where to run. 'auto' (the default) is WebGPU where the page has a hardware adapter, else WebAssembly: a software
   * adapter is slower than that.
   */
  readonly provider?: Provider | 'auto'
  /** Threads of WebAssembly. Default: the cores, at most 8. Set by the first runtime of each kind in a page. */
  readonly threads?: number
  /** Where ONNX Runtime's files are, when not where the bundler put them. */
  readonly wasmPaths?: { readonly mjs: string; readonly wasm: string }
}

/**
 * A runtime in this page or worker.
 * @throws RuntimeError when the provider is unknown or the browser lacks it.
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const wanted = options.provider ?? 'auto'
  if (wanted !== 'auto' && wanted !== 'webgpu' && wanted !== 'wasm') {
    throw new RuntimeError(`Provider "${wanted}" is not one that browsers have. There are: auto, webgpu, wasm.`)
  }
  const adapter = wanted === 'wasm' ? undefined : await findAdapter()
  if (adapter !== undefined && (wanted === 'webgpu' || !adapter.info.isFallbackAdapter)) {
    return runtimeOver(await openWebGpu(adapter, options))
  }
  if (wanted === 'webgpu') {
    throw new RuntimeError('This browser offers no WebGPU here. Use provider "wasm", or a browser with WebGPU.')
  }
  return runtimeOver(await openWasm(options))
}

async function openWebGpu(adapter: GPUAdapter, options: RuntimeOptions): Promise<Backend> {
  const loaded = await import('onnxruntime-web/webgpu')
  configure(loaded.env.wasm, options, {
    mjs: new URL('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
    wasm: new URL('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
  })
  const ort: Ort = loaded
  const device = await openDevice(adapter)
  let lost = false
  void device.lost.then(() => (lost = true))
  return {
    ort,
    provider: 'webgpu',
    environment: {
      provider: 'webgpu',
      runtime: `onnxruntime-web ${loaded.env.versions.web}`,
      gpu: describeAdapter(adapter),
      deterministic: false,
    },
    sessionOptions: {
      executionProviders: [{ name: 'webgpu', device }],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    },
    now: () => performance.now(),
    device: { upload: (value) => uploadTensor(ort, device, value) },
    writesInPlace: false,
    lost: () => lost,
    dispose: () => device.destroy(),
  }
}

async function openWasm(options: RuntimeOptions): Promise<Backend> {
  const loaded = await import('onnxruntime-web/wasm')
  configure(loaded.env.wasm, options, {
    mjs: new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url).href,
    wasm: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href,
  })
  return {
    ort: loaded,
    provider: 'wasm',
    environment: {
      provider: 'wasm',
      runtime: `onnxruntime-web ${loaded.env.versions.web}`,
      deterministic: true,
    },
    sessionOptions: { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
    now: () => performance.now(),
    writesInPlace: false,
  }
}

interface WasmFlags {
  numThreads?: number
  wasmPaths?: unknown
}

function configure(flags: WasmFlags, options: RuntimeOptions, paths: { mjs: string; wasm: string }): void {
  flags.numThreads = crossOriginIsolated ? (options.threads ?? Math.min(8, navigator.hardwareConcurrency)) : 1
  flags.wasmPaths = options.wasmPaths ?? paths
}
