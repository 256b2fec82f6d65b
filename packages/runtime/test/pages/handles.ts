/** In a page: handles that are fed back, preallocated, read and disposed of, on WebGPU and in WebAssembly. */
import { createBuilder, tensor, type Graph } from '@reverie/graph'
import { createRuntime, type Handle, type Runtime } from '@reverie/runtime/web'

export interface HandleResult {
  readonly fedBack: number[]
  readonly preallocated: number[]
  readonly sameHandle: boolean
  readonly refused: string
  readonly readFeed: number[]
}

/** y = 2x + 1. */
function affine(): Graph {
  const build = createBuilder()
  build.input('x', 'float32', [5])
  build.output(build.add('Add', [build.add('Mul', ['x', build.scalar(2)]), build.scalar(1)], {}, 'y'))
  return build.build()
}

/** What handles do on both providers. */
export default async function run(): Promise<Record<'webgpu' | 'wasm', HandleResult>> {
  return {
    webgpu: await exercise(await createRuntime({ provider: 'webgpu' })),
    wasm: await exercise(await createRuntime({ provider: 'wasm' })),
  }
}

async function exercise(runtime: Runtime): Promise<HandleResult> {
  const program = await runtime.compile(affine())
  const start = runtime.tensor(tensor('float32', [5], [0, 1, 2, 3, 4]))
  let x: Handle = start
  for (let round = 0; round < 3; round++) x = (await program.run({ x }))['y']!
  const fedBack = await numbers(x)
  const place = runtime.tensor(tensor('float32', [5], 0))
  const made = await program.run({ x: start }, { outputs: { y: place } })
  const preallocated = await numbers(place)
  const refused = await program.run({ x: place }, { outputs: { y: place } }).then(
    () => 'nothing',
    (error: Error) => error.message,
  )
  const result = { fedBack, preallocated, sameHandle: made['y'] === place, refused, readFeed: await numbers(start) }
  for (const handle of [x, place, start]) handle.dispose()
  await program.release()
  await runtime.dispose()
  return result
}

const numbers = async (handle: Handle): Promise<number[]> => Array.from((await handle.read()).data as Float32Array)
