import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GraphError,
  readOnnx,
  tensor,
  writeOnnx,
  type Attribute,
  type DataType,
  type Graph,
  type Tensor,
} from '../src/index.ts'
import { modelMessage, type ModelMessage } from '../src/onnx/messages.ts'
import { decode, encode } from '../src/onnx/wire.ts'

type File = Parameters<typeof encode<(typeof modelMessage)['fields']>>[1]

const x = {
  name: 'x',
  type: { tensor: { elementType: 1, shape: { dimensions: [{ size: 1n }, { symbol: 'n' }] } } },
}

/** The bytes of a model whose graph is `relu(x)` with some parts replaced. */
function file(graph: File['graph'] = {}, model: File = {}): Uint8Array {
  return encode(modelMessage, {
    irVersion: 8n,
    opsets: [{ domain: '', version: 18n }],
    graph: {
      name: 'g',
      inputs: [x],
      outputs: [{ ...x, name: 'y' }],
      nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'] }],
      ...graph,
    },
    ...model,
  })
}

function refusal(bytes: Uint8Array, name?: string): string {
  try {
    readOnnx(bytes, name === undefined ? {} : { name })
  } catch (error) {
    if (error instanceof GraphError) return error.message
    throw error
  }
  return 'was read'
}

/** A graph with one of everything. */
const everything: Graph = {
  name: 'everything',
  opset: 18,
  inputs: [{ name: 'x', type: 'float32', shape: [1, 'n', undefined, 4] }],
  outputs: [
    { name: 'y', type: undefined, shape: undefined },
    { name: 'z', type: 'int64', shape: [] },
  ],
  nodes: [
    { op: 'Add', name: 'sum', domain: '', inputs: ['x', 'float32'], outputs: ['s'], attributes: {} },
    { op: 'Clip', name: '', domain: '', inputs: ['s', '', 'float32'], outputs: ['y'], attributes: attributes() },
    { op: 'Size', name: 'größe', domain: '', inputs: ['x'], outputs: ['z'], attributes: {} },
  ],
  initializers: new Map(constants().map((value) => [value.type, value])),
  metadata: { author: 'Ada', empty: '' },
}

function attributes(): Record<string, Attribute> {
  return {
    whole: { kind: 'int', value: -7 },
    real: { kind: 'float', value: Math.fround(0.1) },
    zero: { kind: 'float', value: -0 },
    text: { kind: 'string', value: 'größe' },
    wholes: { kind: 'ints', value: [0, -1, 2 ** 40] },
    none: { kind: 'ints', value: [] },
    reals: { kind: 'floats', value: [NaN, Infinity, Math.fround(1e-40)] },
    texts: { kind: 'strings', value: ['a', ''] },
    tensor: { kind: 'tensor', value: tensor('int8', [2], [-128, 127]) },
  }
}

function constants(): Tensor[] {
  const numbers: Exclude<DataType, 'string' | 'int64' | 'uint64'>[] = [
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'int8',
    'uint8',
    'int16',
    'uint16',
    'int32',
    'uint32',
    'bool',
  ]
  return [
    ...numbers.map((type) => tensor(type, [3], [1, 0, 1])),
    tensor('int16', [0, 2], []),
    { type: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
    { type: 'uint64', shape: [], data: BigUint64Array.of(2n ** 64n - 1n) },
    { type: 'string', shape: [2], data: ['', 'ü'] },
  ]
}

describe('a graph that is written and read again', () => {
  it('is the same, and so are the bytes', () => {
    const bytes = writeOnnx(everything)
    expect(readOnnx(bytes)).toEqual(everything)
    expect(writeOnnx(readOnnx(bytes))).toEqual(bytes)
  })

  it('keeps float bits, whatever they are', () => {
    fc.assert(
      fc.property(fc.float32Array(), (data) => {
        const weights: Tensor = { type: 'float32', shape: [data.length], data }
        const graph = { ...everything, initializers: new Map([['float32', weights]]) }
        const found = readOnnx(writeOnnx(graph)).initializers.get('float32')!.data as Float32Array
        expect(new Uint32Array(found.buffer)).toEqual(new Uint32Array(Float32Array.from(data).buffer))
      }),
    )
  })

  it('clamps integers that mean "to the end" to int64', () => {
    const node = {
      ...everything.nodes[2]!,
      attributes: { ends: { kind: 'ints', value: [Number(2n ** 63n - 1n)] } as const },
    }
    const bytes = writeOnnx({ ...everything, nodes: [...everything.nodes.slice(0, 2), node] })
    expect(decode(modelMessage, bytes).graph!.nodes[2]!.attributes[0]!.ints).toEqual([2n ** 63n - 1n])
  })

  it.each([
    [18, 8n],
    [19, 9n],
    [20, 9n],
    [21, 10n],
    [22, 10n],
  ])('of opset %i has the file format version %i', (opset, version) => {
    const model = decode(modelMessage, writeOnnx({ ...everything, opset }))
    expect([model.irVersion, model.opsets[0]!.version]).toEqual([version, BigInt(opset)])
  })
})

describe('what is read', () => {
  it.each<[string, File, TensorData]>(typedFields())(
    'takes %s from the typed fields',
    (type, initializer, data) => {
      const graph = readOnnx(file({ initializers: [{ name: 'w', dims: [2n], ...(initializer as object) }] }))
      expect(graph.initializers.get('w')).toEqual({ type, shape: [2], data })
    },
  )

  it('has initialisers that are listed as inputs, as before format 4, as constants', () => {
    const w = { ...x, name: 'w' }
    const initializers = [{ name: 'w', dims: [1n], dataType: 1, floatData: [2] }]
    const nodes = [{ opType: 'Add', inputs: ['x', 'w'], outputs: ['y'] }]
    const graph = readOnnx(file({ inputs: [x, w], initializers, nodes }, { irVersion: 3n }))
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x'])
    expect([...graph.initializers.keys()]).toEqual(['w'])
  })

  it('has Constant nodes as initialisers', () => {
    const attributes = [{ name: 'value_ints', type: 7, ints: [1n, -1n] }]
    const nodes = [
      { opType: 'Constant', outputs: ['shape'], attributes },
      { opType: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] },
    ]
    const graph = readOnnx(file({ nodes }))
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Reshape'])
    expect(graph.initializers.get('shape')).toEqual(tensor('int64', [2], [1, -1]))
  })

  it('has the domain "ai.onnx" as the empty one, and free sizes written as -1', () => {
    const type = { tensor: { elementType: 1, shape: { dimensions: [{ size: -1n }] } } }
    const bytes = file(
      {
        inputs: [{ name: 'x', type }],
        nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'], domain: 'ai.onnx' }],
      },
      {
        opsets: [
          { domain: 'ai.onnx.ml', version: 3n },
          { domain: 'ai.onnx', version: 18n },
        ],
      },
    )
    const graph = readOnnx(bytes)
    expect(graph.nodes[0]!.domain).toBe('')
    expect(graph.inputs[0]!.shape).toEqual([undefined])
  })
})

type TensorData = Tensor['data']

function typedFields(): [string, File, TensorData][] {
  const of = (dataType: number, fields: object): File => ({ dataType, ...fields }) as File
  return [
    ['float32', of(1, { floatData: [0.5, -1] }), Float32Array.of(0.5, -1)],
    ['uint8', of(2, { int32Data: [255, 0] }), Uint8Array.of(255, 0)],
    ['int8', of(3, { int32Data: [-128, 1] }), Int8Array.of(-128, 1)],
    ['int32', of(6, { int32Data: [-(2 ** 31), 1] }), Int32Array.of(-(2 ** 31), 1)],
    ['int64', of(7, { int64Data: [-1n, 2n ** 62n] }), BigInt64Array.of(-1n, 2n ** 62n)],
    ['string', of(8, { stringData: [Uint8Array.of(97), new Uint8Array()] }), ['a', '']],
    ['bool', of(9, { int32Data: [1, 0] }), Uint8Array.of(1, 0)],
    ['float16', of(10, { int32Data: [0x3c00, 0xc000] }), Uint16Array.of(0x3c00, 0xc000)],
    ['float64', of(11, { doubleData: [0.1, -0] }), Float64Array.of(0.1, -0)],
    ['uint32', of(12, { uint64Data: [2n ** 32n - 1n, 1n] }), Uint32Array.of(2 ** 32 - 1, 1)],
    ['uint64', of(13, { uint64Data: [2n ** 64n - 1n, 1n] }), BigUint64Array.of(2n ** 64n - 1n, 1n)],
  ]
}

describe('a file that is not ONNX', () => {
  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), '"a.onnx" is empty: an ONNX file was expected.'],
    [
      'a Git LFS pointer',
      text('version https://git-lfs.github.com/spec/v1\noid sha256:0'),
      'it looks like a Git LFS pointer',
    ],
    [
      'a PyTorch archive',
      text('PK\x03\x04abc'),
      'it looks like a ZIP archive, as PyTorch and Keras save models in',
    ],
    ['a web page', text('<!doctype html>'), 'it looks like a web page'],
    ['another protobuf message', Uint8Array.of(0x7a, 2, 8, 1), 'its 4 bytes hold no graph'],
    ['noise', Uint8Array.of(0x0f, 0xff, 3, 9), 'is not a whole ONNX file: its 4 bytes do not decode'],
  ])('%s: says so', (_, bytes, expected) => {
    expect(refusal(bytes, 'a.onnx')).toContain(expected)
  })

  it('cut short anywhere is refused, or is whole but for its metadata', () => {
    const bytes = writeOnnx(everything)
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length)
      const graph = refusal(part) === 'was read' ? readOnnx(part) : undefined
      expect(graph ?? everything).toMatchObject({ ...everything, metadata: {} })
    }
  })

  it('with changed bytes is read or refused in a sentence, never met with another error', () => {
    const bytes = writeOnnx(everything)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (place, value) => {
        expect(refusal(bytes.with(place, value))).not.toBe('')
      }),
      { numRuns: 2000, seed: 1 },
    )
  })
})

function text(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0))
}

function node(opType: string, more: object = {}): object {
  return { opType, inputs: ['x'], outputs: [opType], ...more }
}

describe('a file with something unsupported is refused by its name:', () => {
  const graphs: [string, Uint8Array, string][] = [
    [
      'all unknown ops at once, and another domain',
      file({
        nodes: [
          node('Foo'),
          node('Bar', { name: 'b' }),
          { opType: 'Bar', inputs: ['x'], outputs: ['y'] },
          node('Baz', { domain: 'com.acme' }),
        ],
      }),
      'Some ops are not supported: Foo (1 node), Bar (2 nodes), com.acme.Baz (1 node).',
    ],
    [
      'subgraphs',
      file({
        nodes: [
          node('If', { name: 'choice', attributes: [{ name: 'then_branch', type: 5, graph: new Uint8Array() }] }),
          node('Loop'),
        ],
      }),
      'Nodes that hold graphs of their own are not supported: If "choice", Loop "Loop".',
    ],
    [
      'functions',
      file({}, { functions: [{ name: 'Swish', domain: 'my' }] }),
      'It defines functions, which are not supported: my.Swish',
    ],
    ['sparse tensors', file({ sparseInitializers: [new Uint8Array()] }), 'It holds 1 sparse tensor'],
    [
      'sparse attributes',
      file({
        nodes: [
          node('Constant', {
            name: 'c',
            attributes: [{ name: 'sparse_value', type: 11, sparseTensor: new Uint8Array() }],
          }),
        ],
      }),
      'Attribute "sparse_value" of Constant "c" is a sparse tensor',
    ],
    [
      'external data',
      file({
        initializers: [
          {
            name: 'w',
            dims: [2n],
            dataType: 1,
            dataLocation: 1,
            externalData: [{ key: 'location', value: 'w.bin' }],
          },
        ],
      }),
      'Tensor "w" keeps its data outside the file, in "w.bin": save the model again with its weights inside.',
    ],
    [
      'element types',
      file({ initializers: [{ name: 'w', dims: [1n], dataType: 22, rawData: new Uint8Array(1) }] }),
      'Tensor "w" has elements of type int4',
    ],
    [
      'tensors with too few bytes',
      file({ initializers: [{ name: 'w', dims: [2n, 2n], dataType: 1, rawData: new Uint8Array(15) }] }),
      'Tensor "w" needs 16 bytes of data, found 15.',
    ],
    [
      'tensors with too few elements',
      file({ initializers: [{ name: 'w', dims: [2n], dataType: 1, floatData: [1] }] }),
      'Tensor "w" of shape [2] needs 2 elements, found 1.',
    ],
    [
      'sequences',
      file({ inputs: [{ name: 's', type: { sequence: new Uint8Array() } }, x] }),
      'Value "s" is of type sequence: only tensors are supported.',
    ],
    [
      'an opset too old',
      file({}, { opsets: [{ domain: '', version: 6n }] }),
      'It is of opset 6: 7 to 22 are supported',
    ],
    ['an opset too new', file({}, { opsets: [{ version: 23n }] }), 'It is of opset 23: 7 to 22 are supported'],
    ['no opset', file({}, { opsets: [] }), 'It names no opset'],
    [
      'inputs that nothing makes',
      file({ nodes: [{ opType: 'Relu', name: 'r', inputs: ['q'], outputs: ['y'] }] }),
      'Relu "r" takes "q", which nothing makes.',
    ],
    [
      'a wrong order',
      file({
        nodes: [
          { opType: 'Relu', name: 'r', inputs: ['q'], outputs: ['y'] },
          { opType: 'Relu', inputs: ['x'], outputs: ['q'] },
        ],
      }),
      'Relu "r" takes "q" before it is made',
    ],
    [
      'values made twice',
      file({ nodes: [node('Relu'), node('Relu')], outputs: [{ name: 'Relu' }] }),
      'Value "Relu" is made twice',
    ],
    ['outputs that nothing makes', file({ outputs: [{ name: 'z' }] }), 'Nothing makes the graph\'s output "z".'],
  ]
  it.each(graphs)('%s', (_, bytes, expected) => {
    const message = refusal(bytes, 'photo.onnx')
    expect(message).toContain(expected)
    expect(message).toMatch(/^"photo.onnx" cannot be read\. /)
  })

  it('several problems together', () => {
    const message = refusal(
      file({ nodes: [node('Foo')], sparseInitializers: [new Uint8Array()] }, { opsets: [{ version: 5n }] }),
    )
    expect(message.split('\n')).toHaveLength(3)
  })
})

it('reads what the wire format allows: unknown fields, unpacked numbers', () => {
  const known = file()
  // Field 1000 with the varint 5, as a later version of ONNX might add it.
  const longer = Uint8Array.from([...known, 0xc0, 0x3e, 5])
  expect(readOnnx(longer)).toEqual(readOnnx(known))
  const model: ModelMessage = decode(modelMessage, known)
  expect(model.graph!.name).toBe('g')
})
