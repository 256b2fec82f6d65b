/**
 * One gradient step of a dream at 512 × 512 on `mixed3` and `mixed5`, against the forward pass of the same cut network
 * and, when asked, against the same step in TensorFlow.js. Both sides run in turn in this process on two threads. Where the
 * system has PyTorch, it takes its turns too, in a process of its own.
 */
import { cpus } from 'node:os'
import * as tf from '@tensorflow/tfjs-core'
import { cut, gradient, gradientOf, prune, withInputShape, type Tensor } from '@reverie/graph'
import { openModel } from '@reverie/models/node'
import { createRuntime, type Handle } from '@reverie/runtime/node'
import { alternate, line } from './alternate.ts'
import { hasTorch, startTorch } from './pytorch.ts'
import { objective, startTensorFlow } from './tensorflow.ts'

const SIDE = 512
const LAYERS = ['mixed3', 'mixed5']

/** @param options.rounds counted rounds of each side; TensorFlow.js takes a few seconds a round */
export async function gradientBench(options: {
  readonly rounds: number
  readonly tensorflow: boolean
}): Promise<void> {
  const { forward, backward, picture } = await graphs()
  const runtime = await createRuntime({ provider: 'cpu', threads: 2 })
  const ahead = await runtime.compile(forward)
  const step = await runtime.compile(backward)
  const feeds = { [forward.inputs[0]!.name]: picture }
  process.stdout.write(
    `One gradient step, ${SIDE} × ${SIDE}, ${LAYERS.join(' + ')}, 2 threads, ${cpus()[0]?.model.trim()}\n`,
  )

  const contestants: Record<string, () => Promise<unknown>> = {
    'forward pass of the cut network': () => ahead.run(feeds),
    'gradient step (forward and backward)': () => step.run(feeds),
  }
  const timings = await alternate(contestants, options.rounds, 3)
  for (const [name, timing] of Object.entries(timings)) process.stdout.write(`${line(name, timing)}\n`)
  const [first, second] = Object.values(timings)
  report('gradient step ÷ forward pass', second!.median / first!.median, 'at most 2.6')

  if (hasTorch()) await againstTorch(forward, picture, () => step.run(feeds), options.rounds)
  if (options.tensorflow) await againstTensorFlow(forward, picture, () => step.run(feeds))
  await shareOfConvolution(runtime, backward, feeds)
  await runtime.dispose()
}

async function graphs() {
  const { graph, input } = await openModel('inception')
  const forward = withInputShape(cut(graph, LAYERS), { [input.name]: [1, 3, SIDE, SIDE] })
  // The gradient of ½‖layer‖² at the layer is the layer itself.
  const cotangent = Object.fromEntries(LAYERS.map((layer) => [layer, layer]))
  const whole = gradient(forward, { of: LAYERS, withRespectTo: [input.name], cotangent })
  const data = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, index) => ((index * 7919) % 1009) / 1009)
  const picture: Tensor = { type: 'float32', shape: [1, 3, SIDE, SIDE], data }
  return { forward, backward: prune(whole, [gradientOf(input.name)]), picture }
}

async function againstTensorFlow(
  forward: Parameters<typeof objective>[0],
  picture: Tensor,
  ours: () => Promise<unknown>,
): Promise<void> {
  const version = await startTensorFlow()
  const slope = tf.grad(objective(forward, LAYERS) as (x: tf.Tensor) => tf.Tensor)
  const input = tf.tidy(() =>
    tf.transpose(tf.tensor(picture.data as Float32Array, [1, 3, SIDE, SIDE]), [0, 2, 3, 1]),
  )
  const theirs = async (): Promise<void> => {
    const result = slope(input)
    await result.data()
    result.dispose()
  }
  const timings = await alternate({ [version]: theirs, Reverie: ours }, 3, 1)
  for (const [name, timing] of Object.entries(timings)) process.stdout.write(`${line(name, timing)}\n`)
  report('TensorFlow.js ÷ Reverie', timings[version]!.median / timings['Reverie']!.median, 'at least 5')
}

async function againstTorch(
  forward: Parameters<typeof startTorch>[0],
  picture: Tensor,
  ours: () => Promise<Record<string, Handle>>,
  rounds: number,
): Promise<void> {
  const slope = normOf((await (await ours())[gradientOf(forward.inputs[0]!.name)]!.read()).data as Float32Array)
  const theirs = await Promise.all(
    (['channels-last', 'contiguous'] as const).map((layout) => startTorch(forward, picture, LAYERS, layout)),
  )
  const contestants: Record<string, () => Promise<unknown>> = { Reverie: ours }
  for (const { version, run } of theirs) contestants[version] = () => run('step')
  const timings = await alternate(contestants, rounds, 2)
  for (const [name, timing] of Object.entries(timings)) process.stdout.write(`${line(name, timing)}\n`)
  for (const { version, slope: theirSlope, close } of theirs) {
    if (Math.abs(theirSlope / slope - 1) > 1e-3)
      throw new Error(`${version} computes another gradient: its norm is ${theirSlope}, ours ${slope}.`)
    report(`${version} ÷ Reverie`, timings[version]!.median / timings['Reverie']!.median, 'above 1')
    await close()
  }
}

/** √Σx² */
const normOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

async function shareOfConvolution(
  runtime: Awaited<ReturnType<typeof createRuntime>>,
  backward: Parameters<typeof runtime.compile>[0],
  feeds: Record<string, Tensor>,
): Promise<void> {
  const profiled = await runtime.compile(backward, { profile: true })
  for (let run = 0; run < 8; run++) await profiled.run(feeds)
  const kernels = await profiled.profile()
  const all = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  process.stdout.write('  share of kernel time:')
  for (const { op, milliseconds } of kernels.slice(0, 8)) {
    process.stdout.write(` ${op} ${((100 * milliseconds) / all).toFixed(1)} %`)
  }
  process.stdout.write('\n')
  await profiled.release()
}

function report(what: string, ratio: number, bar: string): void {
  process.stdout.write(`  ${what.padEnd(44)} ${ratio.toFixed(2).padStart(8)} ×   (${bar})\n`)
}
