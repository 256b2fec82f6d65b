/** Layers, cuts, input sizes, folding and checks on a small classifier. */
import { describe, expect, it } from 'vitest'
import {
  check,
  cut,
  foldBatchNorms,
  foldConstants,
  GraphError,
  inferShapes,
  isStatic,
  layers,
  readOnnx,
  tensor,
  withInputShape,
  writeOnnx,
  type Graph,
  type Node,
  type Tensor,
} from '../src/index.ts'
import { cast } from '../src/casts.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'
import { classifier } from './networks.ts'
import { runGraph } from './run.ts'

const picture = (height: number, width: number, batch = 1): { picture: Tensor } => {
  const shape = [batch, 3, height, width]
  return { picture: { type: 'float32', shape, data: valuesOf(shape, 'smooth', randomNumbers(9)) } }
}

/** Both graphs give the same outputs, but for the last bits: ONNX Runtime fuses constants differently. */
async function expectSame(graph: Graph, other: Graph, feeds: Readonly<Record<string, Tensor>>): Promise<void> {
  const [found, expected] = [await runGraph(graph, feeds), await runGraph(other, feeds)]
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(found[name]!.shape).toEqual(shape)
    const largest = Math.max(...Array.from(data as Float32Array, Math.abs))
    ;(data as Float32Array).forEach((value, at) => {
      expect(Math.abs((found[name]!.data as Float32Array)[at]! - value)).toBeLessThan(1e-5 * largest)
    })
  }
}

describe('layers', () => {
  it('are the four-dimensional values, with channels and strides', () => {
    expect(layers(classifier())).toEqual([
      { name: 'conv1', value: 'conv1', channels: 4, stride: 2, op: 'Conv' },
      { name: 'norm1', value: 'norm1', channels: 4, stride: 2, op: 'BatchNormalization' },
      { name: 'relu1', value: 'relu1', channels: 4, stride: 2, op: 'Relu' },
      { name: 'pool1', value: 'pool1', channels: 4, stride: 4, op: 'MaxPool' },
      { name: 'conv2', value: 'conv2', channels: 6, stride: 4, op: 'Conv' },
      { name: 'average', value: 'average', channels: 6, stride: 1024, op: 'GlobalAveragePool' },
    ])
  })

  it('are named by their values where node names are missing or repeated', () => {
    const graph = classifier()
    const names: Record<string, string> = { Conv: 'conv', Relu: '' }
    const nodes = graph.nodes.map((node) => ({ ...node, name: names[node.op] ?? node.name }))
    const found = layers({ ...graph, nodes })
    expect(found.map(({ name }) => name)).toEqual(['conv', 'norm1', 'relu1', 'pool1', 'conv2', 'average'])
  })
})

describe('a cut', () => {
  it('keeps what its layers need, in the order asked for, and computes the same', async () => {
    const whole = classifier()
    const part = cut(whole, ['conv2', 'relu1'])
    expect(part.outputs.map(({ name }) => name)).toEqual(['conv2', 'relu1'])
    expect(part.nodes.map(({ op }) => op)).toEqual([
      'Conv',
      'BatchNormalization',
      'Relu',
      'MaxPool',
      'DequantizeLinear',
      'Conv',
    ])
    expect(part.initializers.has('w3')).toBe(false)
    check(part)
    const both = { ...whole, outputs: part.outputs }
    expect(await runGraph(part, picture(12, 16))).toEqual(await runGraph(both, picture(12, 16)))
  })

  it('at an unknown layer says which there are', () => {
    expect(() => cut(classifier(), ['mixed9', 'conv1'])).toThrow(
      new GraphError(
        'Layer "mixed9" is not in graph "classifier". It has: conv1, norm1, relu1, pool1, conv2, average.',
      ),
    )
  })
})

describe('an input shape', () => {
  it('that is fixed makes all shapes static and leaves no shape arithmetic', async () => {
    const fixed = withInputShape(classifier(), { picture: [2, 3, 32, 48] })
    const { types } = inferShapes(fixed)
    expect(fixed.nodes.filter((node) => !isStatic(types.get(node.outputs[0]!)!.shape))).toEqual([])
    expect(fixed.nodes.map(({ op }) => op)).toEqual([
      'Conv',
      'BatchNormalization',
      'Relu',
      'MaxPool',
      'Conv',
      'GlobalAveragePool',
      'Reshape',
      'Gemm',
    ])
    expect(fixed.outputs).toEqual([{ name: 'logits', type: 'float32', shape: [2, 5] }])
    await expectSame(fixed, classifier(), picture(32, 48, 2))
  })

  it('that is freed takes pictures of any size again', async () => {
    const free = withInputShape(classifier([1, 3, 32, 32]), { picture: [1, 3, 'H', undefined] })
    expect(free.inputs[0]!.shape).toEqual([1, 3, 'H', undefined])
    expect((await runGraph(free, picture(20, 40)))['logits']!.shape).toEqual([1, 5])
  })

  it('of an unknown input, another rank or a misfit is refused', () => {
    expect(() => withInputShape(classifier(), { photo: [1] })).toThrow(
      'There is no input "photo" in graph "classifier". It has: picture.',
    )
    expect(() => withInputShape(classifier(), { picture: [1, 3] })).toThrow(
      'Input "picture" has 4 dimensions, found 2 sizes',
    )
    expect(() => withInputShape(classifier(), { picture: [1, 4, 8, 8] })).toThrow(
      'Conv "conv1": expected 3 input channels',
    )
  })
})

describe('folding constants', () => {
  it('dequantises weights and changes no result', async () => {
    const graph = classifier()
    const folded = foldConstants(graph)
    expect(folded.nodes.map(({ op }) => op)).not.toContain('DequantizeLinear')
    expect(folded.initializers.get('w2')!.type).toBe('float32')
    expect([...folded.initializers.keys()]).not.toContain('levels')
    await expectSame(folded, graph, picture(16, 16))
  })

  it('then batch norms leaves convolutions alone', async () => {
    const graph = foldBatchNorms(foldConstants(classifier()))
    expect(graph.nodes.map(({ op }) => op).slice(0, 4)).toEqual(['Conv', 'Relu', 'MaxPool', 'Conv'])
    await expectSame(graph, classifier(), picture(16, 16))
  })

  it('never makes something large out of something small', () => {
    const graph: Graph = {
      ...classifier(),
      inputs: [],
      outputs: [{ name: 'y', type: 'float32', shape: [1000, 1000] }],
      initializers: new Map([
        ['one', tensor('float32', [1], 1)],
        ['shape', tensor('int64', [2], [1000, 1000])],
      ]),
      nodes: [{ op: 'Expand', name: '', domain: '', inputs: ['one', 'shape'], outputs: ['y'], attributes: {} }],
    }
    expect(foldConstants(graph).nodes).toEqual(graph.nodes)
  })

  it('handles weights beyond what shape inference follows', () => {
    const size = [300, 300]
    const values = valuesOf(size, 'smooth', randomNumbers(2))
    const half = cast({ type: 'float32', shape: size, data: values }, 'float16')!
    const graph: Graph = {
      ...classifier(),
      inputs: [{ name: 'x', type: 'float32', shape: [1, 300] }],
      outputs: [{ name: 'y', type: 'float32', shape: [1, 300] }],
      initializers: new Map<string, Tensor>([['half', half]]),
      nodes: [
        {
          op: 'Cast',
          name: '',
          domain: '',
          inputs: ['half'],
          outputs: ['w'],
          attributes: { to: { kind: 'int', value: 1 } },
        },
        { op: 'MatMul', name: '', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} },
      ],
    }
    const folded = foldConstants(graph)
    expect(folded.nodes.map(({ op }) => op)).toEqual(['MatMul'])
    const found = folded.initializers.get('w')!.data as Float32Array
    const excess = values.map((value, at) => Math.abs(found[at]! - value) - 2 ** -11 * Math.abs(value))
    expect(Math.max(...excess)).toBeLessThanOrEqual(2 ** -25)
  })
})

function node(op: string, inputs: string[], outputs: string[]): Node {
  return { op, name: op, domain: '', inputs, outputs, attributes: {} }
}

describe('a check', () => {
  const broken: Graph = {
    name: 'broken',
    opset: 18,
    inputs: [{ name: 'x', type: 'float32', shape: [2, 3] }],
    outputs: [{ name: 'y', type: 'float32', shape: undefined }],
    nodes: [node('MatMul', ['x', 'w'], ['p']), node('Add', ['x', 'v'], ['q']), node('Add', ['p', 'q'], ['y'])],
    initializers: new Map([
      ['w', tensor('float32', [4, 3], 1)],
      ['v', tensor('float32', [4], 1)],
    ]),
    metadata: {},
  }

  it('lists all that does not fit, each once', () => {
    let message = ''
    try {
      check(broken)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message.split('\n')).toEqual([
      'MatMul "MatMul": the inner sizes should be equal, found 3 and 4.',
      'Add "Add": Sizes 3 and 4 do not broadcast: they must be equal, or one of them 1.',
    ])
  })

  it('lists what is wrong with the structure first', () => {
    const nodes = [node('Relu', ['z'], ['x']), node('Twirl', ['x'], ['y'])]
    expect(() => check({ ...broken, opset: 17, nodes, outputs: [] })).toThrow(
      [
        "The graph's opset should be 18 to 22, found 17.",
        'An op is not supported: Twirl (1 node).',
        'Relu "Relu" takes "z", which nothing makes.',
        'Value "x" is made twice: by an input and by Relu "Relu".',
        'The graph has no output.',
      ].join('\n'),
    )
  })

  it('finds nothing wrong with the classifier, also after a round trip', () => {
    check(classifier())
    expect(readOnnx(writeOnnx(classifier()))).toEqual(classifier())
  })
})
