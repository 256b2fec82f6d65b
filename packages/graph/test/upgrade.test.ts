/** Files of older opsets: ONNX Runtime runs the file itself and what the reader makes of it, with the same result. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import {
  float,
  floats,
  int,
  ints,
  readOnnx,
  string,
  tensor,
  writeOnnx,
  type Attributes,
  type Graph,
  type Node,
  type Tensor,
} from '../src/index.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'

/** One node of an old form on an input of some shape, with its rest of the inputs as constants. */
interface Old {
  readonly opset: number
  readonly op: string
  readonly shape: readonly number[]
  readonly constants?: readonly Tensor[]
  readonly attributes?: Attributes
  readonly outputs?: number
  /** Ops of the nodes that it becomes. */
  readonly becomes: readonly string[]
}

const indices = (values: readonly number[]): Tensor => tensor('int64', [values.length], values)
const mean = tensor('float32', [3], [0.1, -0.2, 0.3])
const variance = tensor('float32', [3], [1, 2, 0.5])

const cases: Record<string, Old> = {
  'Softmax of the last axis': { opset: 12, op: 'Softmax', shape: [2, 3], becomes: ['Softmax'] },
  'Softmax of a flattened matrix': {
    opset: 11,
    op: 'Softmax',
    shape: [2, 3, 4],
    becomes: ['Shape', 'Flatten', 'Softmax', 'Reshape'],
  },
  'Softmax over everything': {
    opset: 7,
    op: 'Softmax',
    shape: [2, 3, 4],
    attributes: { axis: int(0) },
    becomes: ['Shape', 'Flatten', 'Softmax', 'Reshape'],
  },
  'LogSoftmax from axis -2': {
    opset: 11,
    op: 'LogSoftmax',
    shape: [2, 3, 4],
    attributes: { axis: int(-2) },
    becomes: ['Shape', 'Flatten', 'LogSoftmax', 'Reshape'],
  },
  'ReduceSum with axes': {
    opset: 11,
    op: 'ReduceSum',
    shape: [2, 3, 4],
    attributes: { axes: ints([0, 2]) },
    becomes: ['ReduceSum'],
  },
  'ReduceMean with axes': {
    opset: 13,
    op: 'ReduceMean',
    shape: [2, 3, 4],
    attributes: { axes: ints([-1]), keepdims: int(0) },
    becomes: ['ReduceMean'],
  },
  'ReduceMax of all': { opset: 8, op: 'ReduceMax', shape: [2, 3], becomes: ['ReduceMax'] },
  'TopK with k as an attribute': {
    opset: 9,
    op: 'TopK',
    shape: [2, 5],
    attributes: { k: int(2) },
    outputs: 2,
    becomes: ['TopK'],
  },
  'Dropout with its ratio as an attribute': {
    opset: 10,
    op: 'Dropout',
    shape: [2, 5],
    attributes: { ratio: float(0.3) },
    becomes: ['Dropout'],
  },
  'BatchNormalization of opset 7': {
    opset: 7,
    op: 'BatchNormalization',
    shape: [2, 3, 4, 4],
    constants: [mean, variance, mean, variance],
    becomes: ['BatchNormalization'],
  },
  'Upsample with scales as an attribute': {
    opset: 7,
    op: 'Upsample',
    shape: [1, 2, 3, 3],
    attributes: { scales: floats([1, 1, 2, 3]) },
    becomes: ['Resize'],
  },
  'Upsample, linear': {
    opset: 9,
    op: 'Upsample',
    shape: [1, 2, 3, 3],
    constants: [tensor('float32', [4], [1, 1, 2, 2])],
    attributes: { mode: string('linear') },
    becomes: ['Resize'],
  },
  'Resize of opset 10': {
    opset: 10,
    op: 'Resize',
    shape: [1, 2, 4, 4],
    constants: [tensor('float32', [4], [1, 1, 1, 1.7])],
    becomes: ['Resize'],
  },
  'Resize of opset 10, to less': {
    opset: 10,
    op: 'Resize',
    shape: [1, 2, 4, 4],
    constants: [tensor('float32', [4], [1, 1, 0.6, 0.8])],
    becomes: ['Resize'],
  },
  Scatter: {
    opset: 9,
    op: 'Scatter',
    shape: [3, 2],
    constants: [tensor('int64', [1, 2], [2, 0]), tensor('float32', [1, 2], [5, 6])],
    becomes: ['ScatterElements'],
  },
  'Squeeze with axes': {
    opset: 11,
    op: 'Squeeze',
    shape: [2, 1, 3, 1],
    attributes: { axes: ints([1]) },
    becomes: ['Squeeze'],
  },
  'Unsqueeze with axes': {
    opset: 9,
    op: 'Unsqueeze',
    shape: [2, 3],
    attributes: { axes: ints([0, 3]) },
    becomes: ['Unsqueeze'],
  },
  'Clip with bounds as attributes': {
    opset: 7,
    op: 'Clip',
    shape: [2, 3],
    attributes: { min: float(-0.5), max: float(0.5) },
    becomes: ['Clip'],
  },
  'Clip with one bound': {
    opset: 10,
    op: 'Clip',
    shape: [2, 3],
    attributes: { max: float(0.5) },
    becomes: ['Clip'],
  },
  'Pad with pads as an attribute': {
    opset: 9,
    op: 'Pad',
    shape: [2, 3],
    attributes: { pads: ints([0, 1, 2, 0]), value: float(7) },
    becomes: ['Pad'],
  },
  'Slice with attributes': {
    opset: 9,
    op: 'Slice',
    shape: [4, 5],
    attributes: { starts: ints([1, -2]), ends: ints([3, 2 ** 62]) },
    becomes: ['Slice'],
  },
  'Split with sizes as an attribute': {
    opset: 11,
    op: 'Split',
    shape: [4, 5],
    attributes: { axis: int(1), split: ints([2, 3]) },
    outputs: 2,
    becomes: ['Split'],
  },
  'Split in equal parts': { opset: 11, op: 'Split', shape: [4, 5], outputs: 2, becomes: ['Split'] },
  'Gemm with its bias': {
    opset: 7,
    op: 'Gemm',
    shape: [2, 3],
    constants: [tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]), tensor('float32', [2], [1, 2])],
    becomes: ['Gemm'],
  },
  Reshape: { opset: 7, op: 'Reshape', shape: [2, 6], constants: [indices([0, 2, -1])], becomes: ['Reshape'] },
}

function graphOf({ opset, op, shape, constants = [], attributes = {}, outputs = 1 }: Old): Graph {
  const names = Array.from({ length: outputs }, (_, index) => `y${index}`)
  const node: Node = {
    op,
    name: 'node',
    domain: '',
    inputs: ['x', ...constants.map((_, at) => `c${at}`)],
    outputs: names,
    attributes,
  }
  return {
    name: 'old',
    opset,
    inputs: [{ name: 'x', type: 'float32', shape }],
    outputs: names.map((name) => ({
      name,
      type: op === 'TopK' && name === 'y1' ? 'int64' : 'float32',
      shape: undefined,
    })),
    nodes: [node],
    initializers: new Map(constants.map((value, at) => [`c${at}`, value])),
    metadata: {},
  }
}

async function run(bytes: Uint8Array, x: OrtTensor): Promise<[string, readonly number[], unknown[]][]> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 })
  try {
    const results = await session.run({ x })
    return Object.entries(results).map(([name, { dims, data }]) => [
      name,
      dims,
      Array.from(data as ArrayLike<unknown>),
    ])
  } finally {
    await session.release()
  }
}

describe('an old form computes the same in the new one:', () => {
  it.each(Object.entries(cases))('%s', async (_, old) => {
    const file = writeOnnx(graphOf(old))
    const graph = readOnnx(file)
    expect(graph.opset).toBe(18)
    expect(graph.nodes.map(({ op }) => op)).toEqual(old.becomes)
    const x = new OrtTensor('float32', valuesOf(old.shape, 'smooth', randomNumbers(3)), old.shape)
    expect(await run(writeOnnx(graph), x)).toEqual(await run(file, x))
  })
})

it('names what an old opset had and the new form lacks', () => {
  const old = cases['BatchNormalization of opset 7']!
  const file = writeOnnx(graphOf({ ...old, attributes: { spatial: int(0) } }))
  expect(() => readOnnx(file)).toThrow('BatchNormalization "node": spatial = 0 is not supported.')
})
