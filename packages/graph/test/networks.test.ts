/** Whole networks of the kinds that vision uses: written, read, cut, differentiated, run. */
import { networks } from '@reverie/testing'
import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { describe, expect, it } from 'vitest'
import {
  cut,
  gradient,
  gradientOf,
  layers,
  readOnnx,
  sizeOf,
  writeOnnx,
  type Graph,
  type Tensor,
} from '../src/index.ts'

const kinds = {
  googlenet: networks.googlenet(),
  mobilenet: networks.mobilenet(),
  resnet: networks.resnet(),
  squeezenet: networks.squeezenet({ size: 48 }),
  vit: networks.vit(),
}

describe.each(Object.entries(kinds))('%s', (_name, built) => {
  const graph = readOnnx(writeOnnx(built))

  it('computes the same before and after it was a file', async () => {
    const image = random(graph.inputs[0]!.shape as number[], 3)
    const output = built.outputs[0]!.name
    const before = await run(built, { image })
    const after = await run(graph, { image })
    expect(after[output]).toEqual(before[output])
  })

  it('is cut at an inner layer', () => {
    const inner = layers(graph).at(-2)!
    const part = cut(graph, [inner.name])
    expect(part.outputs).toHaveLength(1)
    expect(part.nodes.length).toBeLessThan(graph.nodes.length)
  })

  it('has the gradient that central differences show, with respect to the picture', async () => {
    expect(await gradientError(graph, 'image')).toBeLessThan(0.01)
  })

  it('has the gradient that central differences show, with respect to a weight of the first convolution', async () => {
    expect(await gradientError(graph, graph.nodes.find(({ op }) => op === 'Conv')!.inputs[1]!)).toBeLessThan(0.01)
  })

  it('has the gradient of a cut', async () => {
    expect(await gradientError(cut(graph, [layers(graph).at(-2)!.name]), 'image')).toBeLessThan(0.01)
  })
})

/**
 * Length of the steps of central differences: longer ones cross kinks of Relu and MaxPool, shorter ones drown in the
 * rounding of float32. Here they are good to half a percent.
 */
const STEP = 1e-3

/**
 * The largest relative error of the slopes, under a random cotangent, against central differences along random halves of
 * the gradient: that is where a step changes most for its length.
 */
async function gradientError(graph: Graph, source: string): Promise<number> {
  const output = graph.outputs[0]!
  const shape = output.shape as number[]
  const withCotangent: Graph = {
    ...graph,
    inputs: [...graph.inputs, { name: 'cotangent', type: 'float32', shape }],
  }
  const differentiated = gradient(withCotangent, {
    of: output.name,
    withRespectTo: [source],
    cotangent: 'cotangent',
  })
  const at = graph.initializers.get(source) ?? random(graph.inputs[0]!.shape as number[], 5)
  const image = source === 'image' ? at : random(graph.inputs[0]!.shape as number[], 5)
  const cotangent = random(shape, 7)
  const promote = graph.initializers.has(source) ? [source] : []
  const feeds = (value: Tensor): Record<string, Tensor> => ({ image, [source]: value })
  const made = await run(differentiated, { ...feeds(at), cotangent }, promote)
  const slopes = made[gradientOf(source)]!
  expect(slopes).toHaveLength(sizeOf(at.shape))
  let worst = 0
  for (const seed of [11, 12, 13]) {
    const direction = halfOf(slopes, seed)
    const value = async (step: number): Promise<number> =>
      dot((await run(graph, feeds(moved(at, direction, step)), promote))[output.name]!, cotangent.data)
    const expected = ((await value(STEP)) - (await value(-STEP))) / (2 * STEP)
    worst = Math.max(worst, Math.abs(dot(slopes, direction) / expected - 1))
  }
  return worst
}

/** The gradient itself where a coin says so, else 0, at length 1. */
function halfOf(slopes: Float32Array, seed: number): Float32Array {
  const { next } = createRandom(seed)
  const half = slopes.map((slope) => (next() < 0.5 ? slope : 0))
  const length = Math.sqrt(dot(half, half))
  return half.map((slope) => slope / length)
}

const runtime = createRuntime({ threads: 1 })

async function run(
  graph: Graph,
  feeds: Record<string, Tensor>,
  promote: readonly string[] = [],
): Promise<Record<string, Float32Array>> {
  const program = await (await runtime).compile(graph, { promote })
  const results = await program.run(feeds)
  const read = await Promise.all(
    Object.entries(results).map(
      async ([name, handle]) => [name, (await handle.read()).data as Float32Array] as const,
    ),
  )
  await program.release()
  return Object.fromEntries(read)
}

function random(shape: readonly number[], seed: number): Tensor {
  const { gaussian } = createRandom(seed)
  return { type: 'float32', shape, data: Float32Array.from({ length: sizeOf(shape) }, gaussian) }
}

function moved(at: Tensor, direction: Float32Array, step: number): Tensor {
  return { ...at, data: (at.data as Float32Array).map((value, index) => value + step * direction[index]!) }
}

function dot(one: ArrayLike<number>, other: Tensor['data']): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index]! * (other[index] as number)
  return sum
}
