/** Graphs in Node: on the CPU, on WebGPU through ONNX Runtime's own provider, or in WebAssembly. */
import { runtimeOver, type Backend } from './compile.ts'
import { describeCpu, type Cpu } from './cpu.ts'
import { createProfiler } from './profiler.ts'
import { RuntimeError, type Provider, type Runtime } from './runtime.ts'

export * from './index.ts'

/** Which runtime. */
export interface RuntimeOptions {
  /**
   * Where to run. 'auto' (the default) is the CPU, which gives the same bits again on the same machine; a GPU has to
   * be asked for.
   */
  readonly provider?: Provider | 'auto'
  /** Threads inside ONNX Runtime. Default: the physical cores. The results do not depend on it. */
  readonly threads?: number
}

/**
 * A runtime in this process. ONNX Runtime is loaded at the first call.
 * @throws RuntimeError when the provider is unknown or not available on this machine.
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const provider = options.provider === undefined || options.provider === 'auto' ? 'cpu' : options.provider
  const open = backends[provider]
  if (open === undefined) {
    throw new RuntimeError(
      `Provider "${provider}" is unknown. There are: auto, ${Object.keys(backends).join(', ')}.`,
    )
  }
  const cpu = describeCpu()
  const threads = options.threads ?? cpu.cores
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RuntimeError(`The number of threads should be a whole number from 1, found ${threads}.`)
  }
  return runtimeOver(await open(cpu, threads))
}

const backends: Readonly<Record<Provider, (cpu: Cpu, threads: number) => Promise<Backend>>> = {
  cpu: async (cpu, threads) => ({
    ...(await native('cpu', cpu, threads)),
    profiler: createProfiler(),
  }),
  webgpu: (cpu, threads) => native('webgpu', cpu, threads),
  wasm: async (cpu, threads) => {
    const ort = await import('onnxruntime-web')
    ort.env.wasm.numThreads = threads
    return {
      ort: ort as unknown as Backend['ort'],
      provider: 'wasm',
      environment: describe('wasm', `onnxruntime-web ${ort.env.versions.web}`, cpu),
      sessionOptions: { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
      now: () => performance.now(),
      writesInPlace: false,
    }
  },
}

async function native(provider: 'cpu' | 'webgpu', cpu: Cpu, threads: number): Promise<Backend> {
  const ort = await import('onnxruntime-node')
  const available = ort.listSupportedBackends().map(({ name }) => name)
  if (!available.includes(provider)) {
    throw new RuntimeError(
      `ONNX Runtime for ${cpu.platform} has no provider "${provider}". It has: ${available.join(', ')}. Use one of them.`,
    )
  }
  return {
    ort,
    provider,
    environment: describe(provider, `onnxruntime-node ${ort.env.versions.node}`, cpu),
    sessionOptions: {
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Threads that spin while they wait take the cores away from whatever else runs.
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    },
    now: () => performance.now(),
    // No `device`: the GPU tensors of onnxruntime-node 1.30 cannot be read (the process ends), leak when disposed of
    // and cannot be preallocated. So WebGPU in Node takes and gives plain memory; browsers keep handles on the GPU.
    writesInPlace: true,
  }
}

function describe(provider: Provider, runtime: string, cpu: Cpu): Backend['environment'] {
  return {
    provider,
    runtime,
    platform: cpu.platform,
    cpu: cpu.model,
    cpuFeatures: cpu.features,
    deterministic: provider !== 'webgpu',
  }
}
