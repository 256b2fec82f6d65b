/** Conversions of constants against ONNX Runtime's own. */
import { describe, expect, it } from 'vitest'
import { cast, castTo } from '../src/casts.ts'
import { fromBrain, fromHalf, toBrain, toHalf } from '../src/half.ts'
import { tensor, type DataType, type Graph, type Tensor } from '../src/index.ts'
import { randomNumbers } from './gradients/sample.ts'
import { runGraph } from './run.ts'

describe('16-bit floats', () => {
  it.each([
    ['float16', fromHalf, toHalf],
    ['bfloat16', fromBrain, toBrain],
  ])('%s: every number comes back as its own bits', (_, from, to) => {
    const wrong = Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => {
      const number = from(bits)
      return !Number.isNaN(number) && to(number) !== bits
    })
    expect(wrong).toEqual([])
    expect(from(to(NaN))).toBeNaN()
  })
})

/** Numbers of all magnitudes, with ties of half precision, its limits and its subnormals among them. */
function numbers(): Float32Array {
  const random = randomNumbers(4)
  const spread = Array.from({ length: 4000 }, () => (random() - 0.5) * 2 ** (random() * 60 - 32))
  const ties = [
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    65_504,
    65_519,
    65_520,
    2 ** -24,
    2 ** -25,
    2 ** -25 * 1.01,
    2 ** -14,
    0,
    -0,
  ]
  return Float32Array.from([...spread, ...ties, Infinity, -Infinity])
}

it.each<DataType>(['float16', 'float64', 'bool'])("a cast to %s is ONNX Runtime's", async (type) => {
  const data = numbers()
  const x: Tensor = { type: 'float32', shape: [data.length], data }
  expect(cast(x, type)!.data).toEqual((await runGraph(castGraph('float32', type, data.length), { x }))['y']!.data)
})

it.each<DataType>(['int8', 'uint8', 'int32', 'int64'])(
  "a cast to %s of numbers that fit is ONNX Runtime's",
  async (type) => {
    const data = Float32Array.from({ length: 400 }, (_, at) => (type.startsWith('u') ? at * 0.6 : (at - 200) * 0.6))
    const x: Tensor = { type: 'float32', shape: [data.length], data }
    expect(cast(x, type)!.data).toEqual((await runGraph(castGraph('float32', type, data.length), { x }))['y']!.data)
  },
)

it('numbers that do not fit are left to the runtime', () => {
  expect(cast(tensor('float32', [1], [300]), 'uint8')).toBeUndefined()
  expect(cast(tensor('float32', [1], [NaN]), 'int32')).toBeUndefined()
  expect(cast(tensor('int32', [1], [-1]), 'uint64')).toBeUndefined()
})

function castGraph(from: DataType, to: DataType, length: number): Graph {
  return {
    name: 'cast',
    opset: 18,
    inputs: [{ name: 'x', type: from, shape: [length] }],
    outputs: [{ name: 'y', type: to, shape: [length] }],
    nodes: [{ op: 'Cast', name: '', domain: '', inputs: ['x'], outputs: ['y'], attributes: castTo(to) }],
    initializers: new Map(),
    metadata: {},
  }
}
