/** What the rules compute from constants, without running a graph, against ONNX Runtime. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBuilder } from '../src/builder.ts'
import { float, int, type Attributes } from '../src/graph.ts'
import * as registry from '../src/ops/index.ts'
import type { Op } from '../src/op.ts'
import { sizeOf, tensor, type DataType, type Tensor } from '../src/tensor.ts'
import { broadcastable, randomNumbers, valuesOf, type Operand, type Sample } from './gradients/sample.ts'
import { table } from './gradients/table.ts'
import { runGraph } from './run.ts'

/** The outputs of a node whose inputs are all constants: as its rule evaluates them, and as they run. */
async function both(op: string, operands: readonly Tensor[], sample: Partial<Sample>) {
  const build = createBuilder(undefined, op)
  const names = operands.map((value, index) => build.constant(value, `x${index}`))
  const known = build
    .addMany(op, names, sample.outputs ?? 1, sample.attributes, 'y')
    .map((name) => build.value(name))
  const running = createBuilder(undefined, op)
  const inputs = operands.map((value, index) => running.input(`x${index}`, value.type, value.shape))
  const outputs = running.addMany(op, inputs, sample.outputs ?? 1, sample.attributes, 'y')
  for (const name of outputs) running.output(name)
  const results = await runGraph(
    running.build(),
    Object.fromEntries(inputs.map((name, at) => [name, operands[at]!])),
  )
  return { known, found: outputs.map((name) => results[name]!) }
}

/** Undefined for a sample with absent inputs, which gradients are tested with. */
function constantsOf({ operands, seed }: Sample): readonly Tensor[] | undefined {
  const random = randomNumbers(seed)
  const valueOf = (operand: Operand): Tensor[] => {
    if (operand.kind === 'absent') return []
    if (operand.kind !== 'real') return [operand.value]
    const values = valuesOf(operand.shape, operand.spread, random).map((value) => value + operand.offset)
    return [{ type: 'float32', shape: operand.shape, data: values }]
  }
  const values = operands.flatMap(valueOf)
  return values.length === operands.length ? values : undefined
}

const described = ({ type, shape, data }: Tensor): readonly unknown[] => [
  type,
  shape.join(),
  ...Array.from(data, Number),
]

const isClose = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a)))

/** The outputs of which the two are not the same, but for a ten-thousandth. */
async function differences(op: string, operands: readonly Tensor[], sample: Partial<Sample>) {
  const { known, found } = await both(op, operands, sample)
  return found.flatMap((expected, at) => {
    const [value, result] = [known[at] && described(known[at]), described(expected)]
    const isSame =
      value?.length === result.length && value.every((element, index) => isClose(element, result[index]))
    return isSame ? [] : [{ known: value, found: result }]
  })
}

const evaluated = Object.keys(table).filter((op) => (registry as Record<string, Op>)[op]!.evaluate !== undefined)

describe('constants through', () => {
  it.each(evaluated)('%s', async (op) => {
    await fc.assert(
      fc.asyncProperty(table[op]!, async (sample) => {
        const operands = constantsOf(sample)
        if (operands === undefined || (sample.opset ?? 18) > 18) return
        expect(await differences(op, operands, sample)).toEqual([])
      }),
      { numRuns: 8, seed: 1 },
    )
  })

  const types: readonly Exclude<DataType, 'string'>[] = ['int64', 'int32']
  const arithmetic = [
    'Add',
    'Sub',
    'Mul',
    'Div',
    'Mod',
    'Pow',
    'Min',
    'Max',
    'Equal',
    'Greater',
    'GreaterOrEqual',
    'Less',
    'LessOrEqual',
  ]
  it.each(arithmetic)('%s of whole numbers', async (op) => {
    await fc.assert(
      fc.asyncProperty(broadcastable(2), fc.constantFrom(...types), fc.nat(), async (drawn, type, seed) => {
        const random = randomNumbers(seed)
        const whole = (): number => Math.floor(random() * 19) - 9
        const operands = drawn.map((shape, index) => {
          // No divisor is 0, no exponent negative.
          const value = () => (index === 0 ? whole() : op === 'Pow' ? Math.abs(whole()) % 4 : whole() || 3)
          return tensor(type, shape, Array.from({ length: sizeOf(shape) }, value))
        })
        expect(await differences(op, operands, {})).toEqual([])
      }),
      { numRuns: 8, seed: 1 },
    )
  })

  it.each(['And', 'Or', 'Xor'])('%s', async (op) => {
    const [a, b] = [tensor('bool', [4], [0, 0, 1, 1]), tensor('bool', [4], [0, 1, 0, 1])]
    expect(await differences(op, [a, b], {})).toEqual([])
  })

  it.each<[string, Tensor, Attributes]>([
    ['Not', tensor('bool', [2], [0, 1]), {}],
    ['Floor', tensor('float32', [4], [-1.5, -0.2, 0.7, 2]), {}],
    ['Ceil', tensor('float32', [4], [-1.5, -0.2, 0.7, 2]), {}],
    ['Round', tensor('float32', [7], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.6]), {}],
    ['Sign', tensor('float32', [3], [-2, 0, 3]), {}],
    ['IsNaN', tensor('float32', [3], [1, Number.NaN, Infinity]), {}],
    ['IsInf', tensor('float32', [3], [1, -Infinity, Infinity]), {}],
    ['IsInf', tensor('float32', [3], [1, -Infinity, Infinity]), { detect_negative: int(0) }],
    ['NonZero', tensor('float32', [2, 3], [0, 1, 0, -2, 0, 3]), {}],
    ['HardSigmoid', tensor('float32', [3], [-9, 0.5, 9]), { alpha: float(0.25) }],
  ])('%s of %o', async (op, value, attributes) => {
    expect(await differences(op, [value], { attributes })).toEqual([])
  })

  it.each([
    [0, 5, 1],
    [5, 0, -2],
    [3, 3, 1],
    [-2, 9, 4],
  ])('Range from %i to %i by %i', async (...bounds) => {
    expect(
      await differences(
        'Range',
        bounds.map((bound) => tensor('int64', [], [bound])),
        {},
      ),
    ).toEqual([])
  })

  it('keeps 64-bit integers beyond 2^53 as they are', () => {
    const build = createBuilder()
    const large = build.constant({ type: 'int64', shape: [2], data: BigInt64Array.of(2n ** 62n + 1n, 7n) })
    const first = build.add('Slice', [large, build.indices([0]), build.indices([1])])
    expect(build.value(first)!.data).toEqual(BigInt64Array.of(2n ** 62n + 1n))
    // What numbers cannot hold exactly is left to the graph.
    expect(build.value(build.add('Neg', [large]))).toBeUndefined()
  })
})
