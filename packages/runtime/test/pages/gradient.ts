/** In a page: runs a graph and reads an output. */
import type { Environment, Provider } from '@reverie/runtime'
import { createRuntime } from '@reverie/runtime/web'
import { readOnnx, type Tensor } from '@reverie/graph'

export interface PageRequest {
  readonly provider: Provider
  readonly file: Uint8Array
  readonly feeds: Readonly<Record<string, Tensor>>
  readonly output: string
}

export interface PageResult {
  readonly environment: Environment
  readonly isolated: boolean
  readonly data: number[]
}

/** Runs a graph without fallback to the CPU. */
export default async function run({ provider, file, feeds, output }: PageRequest): Promise<PageResult> {
  const runtime = await createRuntime({ provider, threads: 2 })
  const program = await runtime.compile(readOnnx(file), { allowFallback: false })
  const made = await program.run(feeds, { outputs: [output] })
  const { data } = await made[output]!.read()
  const { environment } = runtime
  await runtime.dispose()
  return { environment, isolated: crossOriginIsolated, data: Array.from(data as Float32Array) }
}
