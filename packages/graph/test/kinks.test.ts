/** The conventions where a derivative does not exist (gradient.ts and the ops' own headers state them). */
import { expect, it } from 'vitest'
import { createBuilder } from '../src/builder.ts'
import { gradient, gradientOf } from '../src/gradient.ts'
import { float, type Attributes } from '../src/graph.ts'
import { numbersOf, tensor } from '../src/tensor.ts'
import { runGraph } from './run.ts'

/** The derivative of each operand's one element; operands that are given as an array are constants. */
async function derivatives(
  op: string,
  operands: readonly (number | readonly [number])[],
  attributes: Attributes = {},
) {
  const build = createBuilder()
  const names = operands.map((operand, index) =>
    typeof operand === 'number' ? build.input(`x${index}`, 'float32', [1]) : build.scalar(operand[0]),
  )
  build.output(build.add(op, names, attributes, 'y'))
  const inputs = names.filter((name) => build.value(name) === undefined)
  const differentiated = gradient(build.build(), { of: 'y', withRespectTo: inputs })
  const feeds = inputs.map((name) => [name, tensor('float32', [1], [operands[names.indexOf(name)] as number])])
  const results = await runGraph(differentiated, Object.fromEntries(feeds))
  return inputs.map((name) => numbersOf(results[gradientOf(name)]!)[0])
}

it.each<[string, readonly (number | readonly [number])[], readonly number[], Attributes]>([
  ['Relu', [0], [0], {}],
  ['Abs', [0], [0], {}],
  ['Clip', [1, [1], [3]], [0], {}],
  ['Clip', [3, [1], [3]], [0], {}],
  ['Clip', [2, [1], [3]], [1], {}],
  ['HardSigmoid', [2], [0], { alpha: float(0.25) }],
  ['HardSigmoid', [-2], [0], { alpha: float(0.25) }],
  ['LeakyRelu', [0], [0.25], { alpha: float(0.25) }],
  ['PRelu', [0, 0.5], [0.5, 0], {}],
  ['ThresholdedRelu', [1], [0], {}],
  ['Max', [2, 2], [1, 1], {}],
  ['Min', [2, 2], [1, 1], {}],
  ['Round', [0.5], [0], {}],
  ['Sign', [0], [0], {}],
])('%s at %j', async (op, operands, expected, attributes) => {
  expect(await derivatives(op, operands, attributes)).toEqual(expected)
})

it('is exact beside a kink, however near', async () => {
  expect(await derivatives('Relu', [2 ** -90])).toEqual([1])
  expect(await derivatives('Abs', [-(2 ** -90)])).toEqual([-1])
  expect(await derivatives('Clip', [1 - 2 ** -24, [0], [1]])).toEqual([1])
  expect(await derivatives('Clip', [2 ** 30 - 64, [0], [2 ** 30]])).toEqual([1])
})
