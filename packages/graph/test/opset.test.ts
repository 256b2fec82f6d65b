/** Files of opset 19 to 22 become graphs of the oldest opset that has what they use, and compute the same. */
import { describe, expect, it } from 'vitest'
import {
  float,
  int,
  ints,
  numbersOf,
  readOnnx,
  string,
  tensor,
  writeOnnx,
  type Attributes,
  type Graph,
  type Tensor,
} from '../src/index.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'
import { runGraph } from './run.ts'

const shape = [1, 4, 6, 6]

function graphOf(opset: number, op: string, attributes: Attributes = {}, constants: readonly Tensor[] = []): Graph {
  return {
    name: 'new',
    opset,
    inputs: [{ name: 'x', type: 'float32', shape }],
    outputs: [{ name: 'y', type: op === 'QuantizeLinear' ? undefined : 'float32', shape: undefined }],
    nodes: [
      {
        op,
        name: op,
        domain: '',
        inputs: ['x', ...constants.map((_, at) => `c${at}`)],
        outputs: ['y'],
        attributes,
      },
    ],
    initializers: new Map(constants.map((value, at) => [`c${at}`, value])),
    metadata: {},
  }
}

const kernel = { kernel_shape: ints([3, 3]) }
const vector = (length: number): Tensor =>
  tensor(
    'float32',
    [length],
    Array.from({ length }, (_, at) => 1 + at / 4),
  )

describe('a file of opset 22 becomes a graph of opset', () => {
  it.each<[number, string, Graph]>([
    [
      18,
      'Conv',
      graphOf(22, 'Conv', {}, [
        { type: 'float32', shape: [2, 4, 3, 3], data: valuesOf([2, 4, 3, 3], 'smooth', randomNumbers(1)) },
      ]),
    ],
    [18, 'MaxPool', graphOf(22, 'MaxPool', kernel)],
    [18, 'HardSigmoid', graphOf(22, 'HardSigmoid')],
    [
      18,
      'AveragePool',
      graphOf(22, 'AveragePool', { ...kernel, pads: ints([1, 1, 1, 1]), count_include_pad: int(1) }),
    ],
    [19, 'AveragePool with dilations', graphOf(22, 'AveragePool', { ...kernel, dilations: ints([2, 2]) })],
    [
      19,
      'AveragePool that may hang over',
      graphOf(22, 'AveragePool', { ...kernel, ceil_mode: int(1), count_include_pad: int(1) }),
    ],
    [18, 'Pad', graphOf(22, 'Pad', {}, [tensor('int64', [8], [0, 0, 1, 1, 0, 0, 1, 1])])],
    [
      19,
      'Pad that wraps',
      graphOf(22, 'Pad', { mode: string('wrap') }, [tensor('int64', [8], [0, 0, 1, 1, 0, 0, 1, 1])]),
    ],
    [20, 'Gelu', graphOf(22, 'Gelu')],
    [
      21,
      'GroupNormalization with a scale a channel',
      graphOf(22, 'GroupNormalization', { num_groups: int(2), epsilon: float(0.1) }, [vector(4), vector(4)]),
    ],
    [
      18,
      'QuantizeLinear',
      graphOf(22, 'QuantizeLinear', {}, [tensor('float32', [], [0.1]), tensor('int8', [], [3])]),
    ],
    [
      21,
      'QuantizeLinear to 16 bits',
      graphOf(22, 'QuantizeLinear', {}, [tensor('float32', [], [0.1]), tensor('int16', [], [3])]),
    ],
  ])('%i: %s', async (opset, _, file) => {
    const graph = readOnnx(writeOnnx(file))
    expect(graph).toEqual({ ...file, opset })
    const feeds = { x: { type: 'float32', shape, data: valuesOf(shape, 'smooth', randomNumbers(2)) } } as const
    const [found, expected] = [(await runGraph(graph, feeds))['y']!, (await runGraph(file, feeds))['y']!]
    expect({ ...found, data: [] }).toEqual({ ...expected, data: [] })
    const values = numbersOf(found)
    // ONNX Runtime's kernels of another version may sum in another order.
    numbersOf(expected).forEach((value, at) => expect(Math.abs(values[at]! - value)).toBeLessThan(2e-6))
  })
})

it('a graph never becomes newer than its file', () => {
  const file = graphOf(18, 'GroupNormalization', { num_groups: int(4) }, [vector(4), vector(4)])
  expect(readOnnx(writeOnnx(file)).opset).toBe(18)
})
