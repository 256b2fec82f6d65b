/** What stands for an op that WebGPU lacks computes what the op does. */
import { describe, expect, it } from 'vitest'
import { createBuilder, float, gradient, int, ints, numbersOf, type Attributes, type Graph } from '../src/index.ts'
import { portable } from '../src/portable.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'
import { runGraph } from './run.ts'

/** One node on inputs of some shapes; all but the first input are weights. */
function graphOf(op: string, shapes: readonly (readonly number[])[], attributes: Attributes = {}): Graph {
  const random = randomNumbers(3)
  const build = createBuilder()
  const [x, ...others] = shapes
  const weights = others.map((shape) =>
    build.constant({ type: 'float32', shape, data: valuesOf(shape, 'smooth', random) }),
  )
  build.output(build.add(op, [build.input('x', 'float32', x!), ...weights], attributes, 'y'))
  return build.build()
}

const picture = [2, 6, 4, 4]
const cases: [string, Graph][] = [
  ['Celu', graphOf('Celu', [picture], { alpha: float(0.7) })],
  ['Dropout', graphOf('Dropout', [picture])],
  ['GroupNormalization', graphOf('GroupNormalization', [picture, [3], [3]], { num_groups: int(3) })],
  ['LRN', graphOf('LRN', [picture], { size: int(5), alpha: float(0.3), bias: float(2) })],
  ['LogSoftmax', graphOf('LogSoftmax', [picture], { axis: int(1) })],
  ['LpNormalization, p = 1', graphOf('LpNormalization', [picture], { p: int(1) })],
  ['LpNormalization, p = 2', graphOf('LpNormalization', [picture], { axis: int(1) })],
  ['Mean', graphOf('Mean', [picture, [6, 1, 1], [1]])],
  ['Selu', graphOf('Selu', [picture])],
  ['Sign', graphOf('Sign', [picture])],
  ['Softsign', graphOf('Softsign', [picture])],
  ['SpaceToDepth', graphOf('SpaceToDepth', [picture], { blocksize: int(2) })],
  ['Sum of one', graphOf('Sum', [picture])],
  ['Sum of three', graphOf('Sum', [picture, [4], [2, 1, 4, 1]])],
]

describe('a graph without the op computes the same:', () => {
  it.each(cases)('%s', async (_, graph) => {
    const changed = portable(graph)
    expect(changed.nodes.map(({ op }) => op)).not.toContain(graph.nodes[0]!.op)
    expect(changed.outputs).toEqual(graph.outputs)
    const feeds = {
      x: { type: 'float32', shape: picture, data: valuesOf(picture, 'smooth', randomNumbers(8)) },
    } as const
    const [found, expected] = [await runGraph(changed, feeds), await runGraph(graph, feeds)]
    const values = numbersOf(found['y']!)
    numbersOf(expected['y']!).forEach((value, at) => expect(Math.abs(values[at]! - value)).toBeLessThan(2e-6))
    expect(found['y']!.shape).toEqual(expected['y']!.shape)
  })
})

it('a Conv of 6 to 4 channels, which WebGPU gets wrong, gets channels of zeros, and one of 3 to 4 does not', async () => {
  const attributes = { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) }
  const graph = graphOf('Conv', [picture, [4, 6, 3, 3], [4]], attributes)
  const changed = portable(graph)
  expect(changed.nodes.map(({ op }) => op)).toEqual(['Pad', 'Pad', 'Conv'])
  const feeds = {
    x: { type: 'float32', shape: picture, data: valuesOf(picture, 'smooth', randomNumbers(8)) },
  } as const
  const [found, expected] = [await runGraph(changed, feeds), await runGraph(graph, feeds)]
  const values = numbersOf(found['y']!)
  numbersOf(expected['y']!).forEach((value, at) => expect(Math.abs(values[at]! - value)).toBeLessThan(1e-5))
  const plain = graphOf(
    'Conv',
    [
      [1, 3, 8, 8],
      [4, 3, 3, 3],
    ],
    attributes,
  )
  expect(portable(plain).nodes).toEqual(plain.nodes)
})

it('gradients are made of the ops as they are, and then no such op is left', () => {
  const graph = graphOf('LRN', [picture], { size: int(5) })
  const ops = gradient(graph, { of: 'y', withRespectTo: ['x'] }).nodes.map(({ op }) => op)
  expect(ops).not.toContain('LRN')
  expect(ops).toContain('AveragePool')
})

it('what draws random numbers or has a free size is left', () => {
  const build = createBuilder()
  build.output(build.add('LRN', [build.input('x', 'float32', ['N', 3, 8, 8])], { size: int(3) }))
  expect(portable(build.build()).nodes.map(({ op }) => op)).toEqual(['LRN'])
})
