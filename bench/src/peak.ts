/**
 * How fast this machine can multiply and add, measured: what WebAssembly's vectors of four can do at all, which is the
 * limit of a kernel that rounds every product and every sum; and what ONNX Runtime's matrix product does with the
 * widest vectors and fused operations that the processor has.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { compileString } from 'assemblyscript/asc'
import { createBuilder, type Tensor } from '@reverie/graph'
import { createRuntime } from '@reverie/runtime/node'

/** Twelve chains hide the latency of both operations, and fit the processor's sixteen registers with their operands. */
const chains = 12
const turns = 20_000_000

const source = `
export function spin(turns: i32): f32 {
  const factor = f32x4.splat(0.999)
  const term = f32x4.splat(0.001)
  ${Array.from({ length: chains }, (_, at) => `let s${at} = f32x4.splat(<f32>${at})`).join('\n  ')}
  for (let turn = 0; turn < turns; turn++) {
    ${Array.from({ length: chains }, (_, at) => `s${at} = f32x4.add(f32x4.mul(s${at}, factor), term)`).join('\n    ')}
  }
  let sum = s0
  ${Array.from({ length: chains - 1 }, (_, at) => `sum = f32x4.add(sum, s${at + 1})`).join('\n  ')}
  return f32x4.extract_lane(sum, 0)
}
`

const loop = `
const { parentPort, workerData } = require('node:worker_threads')
const { spin } = new WebAssembly.Instance(new WebAssembly.Module(workerData), { env: {} }).exports
spin(1e6)
parentPort.on('message', (turns) => {
  const start = performance.now()
  spin(turns)
  parentPort.postMessage(performance.now() - start)
})
`

/** Multiplications and additions a second, of float32 in WebAssembly's SIMD, on all cores at once; the best of five. */
export async function vectorPeak(): Promise<number> {
  const { binary } = await compileString(source, {
    enable: ['simd'],
    runtime: 'stub',
    optimizeLevel: 3,
    noAssert: true,
  })
  if (binary === null) throw new Error('The loop that measures the peak does not compile.')
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(loop, { eval: true, execArgv: [], workerData: binary }),
  )
  let best = 0
  for (let round = 0; round < 5; round++) {
    const times = await Promise.all(
      workers.map(
        (worker) =>
          new Promise<number>((resolve) => {
            worker.once('message', resolve)
            worker.postMessage(turns, [])
          }),
      ),
    )
    best = Math.max(
      best,
      times.reduce((sum, time) => sum + (turns * chains * 8) / (time / 1000), 0),
    )
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  return best
}

/** The same of a product of matrices of 1024 × 1024 in ONNX Runtime, on all cores. */
export async function matrixPeak(): Promise<number> {
  const side = 1024
  const builder = createBuilder()
  for (const name of ['a', 'b']) builder.input(name, 'float32', [side, side])
  builder.output(builder.add('MatMul', ['a', 'b']), 'product')
  const runtime = await createRuntime({ provider: 'cpu', threads: availableParallelism() })
  const program = await runtime.compile(builder.build())
  const matrix: Tensor = { type: 'float32', shape: [side, side], data: new Float32Array(side * side).fill(0.5) }
  let best = Infinity
  for (let round = 0; round < 20; round++) {
    const start = performance.now()
    await program.run({ a: matrix, b: matrix })
    best = Math.min(best, performance.now() - start)
  }
  await runtime.dispose()
  return (2 * side ** 3) / (best / 1000)
}
