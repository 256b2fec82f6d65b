/** Files that are no networks, each refused with a sentence of its own, at once and without the memory that they ask for. */
import { createBuilder, int, writeOnnx, type Graph, type Node } from '@reverie/graph'
import { describe, expect, test } from 'vitest'
import { InstrumentError } from '../../../src/instrument.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import type { NetworkFile, ReadNetworkOptions } from '../../../src/pattern/networks/reading.ts'
import { arrayFile, jsonFile, matrix, tensorsFile, tensorsFrom, textFile } from './files.ts'

type Case = [name: string, files: readonly NetworkFile[], message: string, options?: ReadNetworkOptions]

async function expectRefusal(
  files: readonly NetworkFile[],
  message: string,
  options?: ReadNetworkOptions,
): Promise<void> {
  const start = performance.now()
  const error = await readNetwork(files, options).then(
    () => new Error('It was read.'),
    (reason: unknown) => reason,
  )
  expect((error as Error).message).toContain(message)
  expect(error).toBeInstanceOf(InstrumentError)
  expect(performance.now() - start).toBeLessThan(2000)
}

const bytesFile = (bytes: readonly number[], name = 'network.bin'): NetworkFile => ({
  name,
  bytes: Uint8Array.from(bytes),
})

describe('anything', () => {
  const cases: Case[] = [
    ['no file', [], 'There is no file. Give the file of a network.'],
    ['an empty file', [bytesFile([], 'a.onnx')], '"a.onnx" is empty. Fetch or save it again.'],
    [
      'a picture',
      [bytesFile([0x89, 0x50, 0x4e, 0x47], 'a.png')],
      '"a.png" is not an ONNX file: it looks like a PNG picture.',
    ],
    [
      'a web page',
      [textFile('<!doctype html>', 'model.json')],
      'it looks like a web page, as a failed download leaves.',
    ],
    ['a pickle', [bytesFile([0x80, 2, 0x7d, 0x71], 'a.pth')], 'It looks like a pickle, which can run code'],
    ['words', [textFile('not a network', 'net.json')], 'It is text, and not JSON.'],
    ['noise', [bytesFile([0xde, 0xad, 0xbe, 0xef], 'a.dat')], '"a.dat" is not a whole ONNX file'],
    [
      'files of two networks',
      [arrayFile('a.npy', [2, 2]), bytesFile([1], 'b.onnx')],
      '"a.npy", "b.onnx" do not belong together',
    ],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('JSON', () => {
  const cases: Case[] = [
    ['no JSON', [textFile('{not json')], '"network.json" is not whole JSON'],
    [
      'JSON cut short',
      [textFile(JSON.stringify({ W: matrix(3, 3) }).slice(0, -9))],
      'It may be cut short; fetch or save it again.',
    ],
    ['no text', [bytesFile([0x7b, 0xff, 0xfe], 'a.json')], '"a.json" is not JSON: it is not text in UTF-8.'],
    ['a bomb of lists', [textFile('['.repeat(200_000))], 'is nested more than 256 deep, which no network is.'],
    ['a bomb of objects', [textFile('{"a":'.repeat(100_000))], 'is nested more than 256 deep'],
    [
      'a key twice',
      [textFile('{"W_in":{"n":1,"d":1,"w":[1]},"W_in":{"n":1,"d":1,"w":[2]}}')],
      'has the key "W_in" twice in one object.',
    ],
    ['a key twice, once escaped', [textFile('{"n":1,"\\u006e":2}')], 'has the key "n" twice in one object.'],
    [
      'a number twice as a key',
      [textFile('{"W":{"n":1,"d":2,"w":{"0":1,"1":2,"0":3}}}')],
      'has the key "0" twice in one object.',
    ],
    [
      'a key that is a prototype',
      [textFile('{"__proto__":{"n":1,"d":1,"w":[1]}}')],
      'has a key "__proto__", which no network has.',
    ],
    [
      'something else',
      [jsonFile({ name: 'x', nodes: [] })],
      'It is JSON of another kind (an object with the keys "name", "nodes").',
    ],
    ['an empty list', [textFile('[]')], 'It is JSON of another kind (a list).'],
    [
      'a file that has nothing to do with it',
      [jsonFile({ W: matrix(1, 1) }), bytesFile([1, 2], 'shard')],
      'has nothing to do with "shard"',
    ],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('recurrent.js', () => {
  const one = (value: unknown): NetworkFile[] => [jsonFile({ W_in: matrix(3, 6), W_out: value })]
  const cases: Case[] = [
    [
      '10⁹ units',
      one({ n: 1e9, d: 3, w: [] }),
      '"W_out" is a matrix of 1000000000 units × 3 inputs; a layer has 1 to 4096 units',
    ],
    [
      'a negative size',
      one({ n: -1, d: 3, w: [] }),
      '"W_out" should have a whole number above 0 as "n", found -1.',
    ],
    ['half a unit', one({ n: 1.5, d: 3, w: [] }), 'as "n", found 1.5.'],
    ['a size as text', one({ n: 1, d: '3', w: [1, 2, 3] }), 'as "d", found "3".'],
    [
      'NaN, which JSON has as null',
      one({ n: 1, d: 3, w: [1, null, 3] }),
      'found null as number 1 (JSON has null for NaN and infinity).',
    ],
    [
      'weights as texts',
      one({ n: 1, d: 3, w: ['1', '2', '3'] }),
      'should have finite numbers as weights, found "1" as number 0.',
    ],
    ['infinity in float32', one({ n: 1, d: 3, w: [1e300, 2, 3] }), 'found 1e+300 as number 0.'],
    ['too few weights', one({ n: 1, d: 3, w: [1, 2] }), '"W_out" needs 3 weights, found 2.'],
    ['weights under other keys', one({ n: 1, d: 3, w: { a: 1, b: 2, c: 3 } }), 'found nothing as number 0.'],
    ['no list of weights', one({ n: 1, d: 3, w: 'AAAA' }), 'should have a list of weights as "w", found "AAAA".'],
    ['no matrix', one(7), '"W_out" should be a matrix {"n": rows, "d": columns, "w": weights}, found 7.'],
    [
      'layers that do not fit',
      [jsonFile({ W_in: matrix(3, 6), W_0: matrix(4, 4), W_out: matrix(3, 4) })],
      '"W_0" reads 4 values, and "W_in" before it gives 3.',
    ],
    [
      'a gap in the order',
      [jsonFile({ W_in: matrix(3, 6), W_1: matrix(3, 3), W_out: matrix(3, 3) })],
      'There is no matrix "W_0".\nThere is no place in the order "W_in", "W_0", "W_out" for "W_1".',
    ],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))

  test('all problems at once', async () => {
    const json = { W_in: { n: 0, d: 1, w: [] }, W_0: { n: 1, d: 1, w: ['1'] }, W_out: 7 }
    const error = await readNetwork([jsonFile(json)]).catch((reason: Error) => reason)
    expect((error as Error).message.split('\n')).toHaveLength(3)
  })
})

describe('our own JSON', () => {
  const layer = { inputs: 1, units: 1, activations: ['tanh'], weights: [0.5] }
  const own = (change: object): NetworkFile[] => [
    jsonFile({
      format: 'reverie-pattern-network',
      version: 1,
      features: ['x'],
      skips: 'none',
      arithmetic: 'float32',
      layers: [layer],
      ...change,
    }),
  ]
  const cases: Case[] = [
    ['a later version', own({ version: 2 }), 'It is of version 2; version 1 is read.'],
    [
      'unknown features',
      own({ features: ['q'] }),
      'There is no feature "q". Features are x, y, r, one, z0 to z999',
    ],
    ['features that are no names', own({ features: [{}] }), 'There is no feature {}.'],
    ['no features', own({ features: [] }), 'The network reads no features'],
    ['no layers', own({ layers: [] }), 'The network has no layers'],
    ['unknown skips', own({ skips: 'some' }), '"skips" should be one of none, residual, dense; found "some".'],
    ['a layer that is a number', own({ layers: [7] }), 'Layer 0 should be an object, found 7.'],
    ['10⁹ units', own({ layers: [{ ...layer, units: 1e9 }] }), 'is a matrix of 1000000000 units × 1 inputs'],
    ['negative sizes', own({ layers: [{ ...layer, inputs: -1 }] }), 'is a matrix of 1 units × -1 inputs'],
    [
      'unknown activations',
      own({ layers: [{ ...layer, activations: ['elu'] }] }),
      'Layer 0 has the activation "elu", which is not known.',
    ],
    [
      'activations that are no names',
      own({ layers: [{ ...layer, activations: [null] }] }),
      'Layer 0 has the activation null',
    ],
    [
      'too many activations',
      own({ layers: [{ ...layer, activations: ['sin', 'cos'] }] }),
      'needs one activation, or 1, one for each unit; found 2.',
    ],
    [
      'no base64',
      own({ layers: [{ ...layer, weights: '?' }] }),
      'should be base64 of float32 numbers or a list of numbers, found "?".',
    ],
    ['half a number', own({ layers: [{ ...layer, weights: 'AAA=' }] }), 'should be base64 of float32 numbers'],
    [
      'NaN in base64',
      own({ layers: [{ ...layer, weights: 'AADAfw==' }] }),
      'Layer 0 has the weight NaN from input 0 to unit 0; finite numbers were expected.',
    ],
    [
      'another number of weights',
      own({ layers: [{ ...layer, weights: [1, 2] }] }),
      'Layer 0, "weights", should hold 1 numbers, found 2.',
    ],
    [
      'weights as texts',
      own({ layers: [{ ...layer, weights: ['1'] }] }),
      'should hold numbers, found "1" as number 0.',
    ],
    [
      'layers that do not fit',
      own({ layers: [layer, { ...layer, inputs: 2, weights: [1, 2] }] }),
      'Layer 1 reads 2 values; there are 1 before it.',
    ],
    [
      'too many layers',
      own({ layers: Array.from({ length: 600 }, () => layer) }),
      "The network has 600 layers; a pattern's network may have 512.",
    ],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('TensorFlow.js', () => {
  const dense = (name: string, config: object = {}) => ({
    class_name: 'Dense',
    config: { name, units: 1, activation: 'tanh', use_bias: false, ...config },
  })
  const input = { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] } }
  const entry = { name: 'a/kernel', shape: [2, 1], dtype: 'float32' }
  const model = (
    layers: readonly object[],
    weights: readonly object[] = [entry],
    paths: readonly string[] = ['shard'],
  ) =>
    jsonFile(
      {
        modelTopology: { class_name: 'Sequential', config: { name: 'm', layers } },
        weightsManifest: [{ paths, weights }],
      },
      'model.json',
    )
  const shard = bytesFile(
    Array.from({ length: 8 }, () => 0),
    'shard',
  )
  const call = (name: string, ...from: string[]) => ({
    ...dense(name),
    name,
    inbound_nodes: [from.map((each) => [each, 0, 0, {}])],
  })
  const cyclic = jsonFile(
    {
      modelTopology: {
        class_name: 'Model',
        config: {
          name: 'm',
          layers: [{ ...input, name: 'in', inbound_nodes: [] }, call('a', 'b'), call('b', 'a')],
          input_layers: [['in', 0, 0]],
          output_layers: [['b', 0, 0]],
        },
      },
      weightsManifest: [{ paths: ['shard'], weights: [entry] }],
    },
    'model.json',
  )
  const cases: Case[] = [
    [
      'layers in a circle',
      [cyclic, shard],
      'Layer "b" of model "m" reads what it makes itself: its calls go in a circle.',
    ],
    [
      'a missing shard',
      [model([input, dense('a')])],
      'Shards are missing: "shard". Give them together with the model.json.',
    ],
    [
      'a shard too many',
      [model([input, dense('a')]), shard, bytesFile([1], 'other')],
      'The model.json does not name "other".',
    ],
    [
      'a shard cut short',
      [model([input, dense('a')]), bytesFile([0, 0, 0, 0], 'shard')],
      'needs bytes 0 to 8 of shard, which hold 4.',
    ],
    ['a missing weight', [model([input, dense('z')]), shard], 'there is no weight "z/kernel" in the file.'],
    [
      'other units than the kernel has',
      [model([input, dense('a', { units: 3 })]), shard],
      'it should have 3 units, and its kernel of shape [2, 1] makes 1.',
    ],
    [
      '10⁹ units',
      [model([input, dense('a')], [{ ...entry, shape: [2, 1e9] }]), shard],
      "The model has 2000000000 weights; a pattern's network may have 16777216.",
    ],
    [
      'negative sizes',
      [model([input, dense('a')], [{ ...entry, shape: [-2, 1] }]), shard],
      'should have a shape of whole numbers, found [-2,1].',
    ],
    [
      'an unknown type',
      [model([input, dense('a')], [{ ...entry, dtype: 'complex64' }]), shard],
      'is stored as complex64.',
    ],
    [
      'a weight twice',
      [model([input, dense('a')], [entry, entry]), shard],
      'Weight "a/kernel" stands twice in "weightsManifest".',
    ],
    [
      'an unknown layer',
      [model([input, { class_name: 'LSTM', config: { name: 'l' } }]), shard],
      'has layers that cannot be converted: LSTM (l).',
    ],
    [
      'no manifest',
      [jsonFile({ modelTopology: {} }, 'model.json')],
      'should have a list as "weightsManifest", found nothing.',
    ],
    [
      'a graph model',
      [jsonFile({ modelTopology: { node: [] }, weightsManifest: [] }, 'model.json')],
      'found a graph model (TensorFlow operations).',
    ],
    [
      'a model as deep as a stack',
      [model([input, ...Array.from({ length: 3000 }, () => dense('a'))]), shard],
      'The model has 3001 layers; at most 2048 are read.',
    ],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('ONNX', () => {
  const made = (change: (graph: Graph) => Graph): NetworkFile[] => {
    const build = createBuilder(undefined, 'g')
    const x = build.input('x', 'float32', ['n', 2])
    const w = build.constant({ type: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, 'w')
    build.output(build.add('Tanh', [build.add('MatMul', [x, w], {}, 'sum')], {}, 'active'))
    return [{ name: 'a.onnx', bytes: writeOnnx(change(build.build())) }]
  }
  const withNode = (op: string, attributes: Node['attributes'] = {}, extra: readonly string[] = []) =>
    made((graph) => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.op === 'Tanh' ? { ...node, op, inputs: [...node.inputs, ...extra], attributes } : node,
      ),
    }))
  const weights = (data: Float32Array, shape: readonly number[] = [2, 2]) =>
    made((graph) => ({ ...graph, initializers: new Map([['w', { type: 'float32', shape, data }]]) }))
  const inputs = (shape: readonly (number | string)[] | undefined, type: 'float32' | 'uint8' = 'float32') =>
    made((graph) => ({ ...graph, inputs: [{ name: 'x', type, shape }] }))
  const cases: Case[] = [
    [
      'cut short',
      [{ name: 'a.onnx', bytes: made((graph) => graph)[0]!.bytes.slice(0, 60) }],
      '"a.onnx" is not a whole ONNX file',
    ],
    [
      'nodes in a circle',
      made((graph) => ({
        ...graph,
        nodes: graph.nodes.map((node) => (node.op === 'MatMul' ? { ...node, inputs: ['active', 'w'] } : node)),
      })),
      'MatMul "sum" takes "active" before it is made',
    ],
    [
      'NaN weights',
      weights(Float32Array.of(1, NaN, 3, 4)),
      'Layer 0 has the weight NaN from input 0 to unit 1; finite numbers were expected.',
    ],
    [
      'infinite weights',
      weights(Float32Array.of(1, 2, -Infinity, 4)),
      'Layer 0 has the weight -Infinity from input 1 to unit 0',
    ],
    ['sizes that do not fit', weights(Float32Array.of(1, 2, 3), [3, 1]), 'MatMul "sum"'],
    [
      'an activation that a pattern lacks',
      withNode('LeakyRelu'),
      'A node has no place in a pattern\'s network: LeakyRelu "active".',
    ],
    ['a clip at both ends', withNode('Clip', {}, ['', 'w']), 'Clip "active"'],
    ['an exponential', withNode('Exp'), 'Exp "active": is known only in a Gaussian'],
    ['a mean over points', withNode('ReduceMean', { keepdims: int(1) }), 'ReduceMean "active"'],
    ['points joined with points', withNode('Concat', { axis: int(0) }, ['x']), 'Concat "active": mixes points'],
    ['an input of no known shape', inputs(undefined), 'Input "x" states no shape.'],
    [
      'an input for one point',
      inputs([2]),
      'Input "x" should be of shape [points, columns], the number of columns fixed; found [2].',
    ],
    ['columns without a number', inputs(['n', 'm']), 'found [n, m].'],
    ['an input of bytes', inputs(['n', 2], 'uint8'), 'Input "x" should be of floats, found uint8.'],
    [
      'an output that is asked for and not there',
      made((graph) => graph),
      'There is no output colour. It has: active.',
      { outputs: ['colour'] },
    ],
    ['an op that is not known', withNode('Unknown'), 'An op is not supported: Unknown (1 node).'],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('safetensors', () => {
  const entry = { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] }
  const eight = new Uint8Array(8)
  const cases: Case[] = [
    [
      'a header cut short',
      [{ name: 'a', bytes: tensorsFrom({ 'l.weight': entry }, eight).bytes.slice(0, 20) }],
      'and the file has 20: it is cut short.',
    ],
    [
      'data cut short',
      [tensorsFrom({ 'l.weight': entry }, new Uint8Array(4))],
      'Tensor "l.weight" ends at byte 8 of 4: the file is cut short.',
    ],
    [
      'offsets that do not fit',
      [tensorsFrom({ 'l.weight': { ...entry, data_offsets: [0, 4] } }, eight)],
      'needs 8 bytes, found 4 from 0 to 4.',
    ],
    [
      'negative sizes',
      [tensorsFrom({ 'l.weight': { ...entry, shape: [-2, -1] } }, eight)],
      'should have a shape of whole numbers, found [-2,-1].',
    ],
    [
      '10⁹ units',
      [tensorsFrom({ 'l.weight': { ...entry, shape: [1e9, 1] } }, eight)],
      'needs 4000000000 bytes, found 8',
    ],
    [
      'quantised weights',
      [tensorsFrom({ 'l.weight': { ...entry, dtype: 'I8' } }, eight)],
      'is of type "I8"; F64, F32, F16, BF16 are read.',
    ],
    [
      'a tensor twice',
      [tensorsFrom(`{"l.weight":${JSON.stringify(entry)},"l.weight":${JSON.stringify(entry)}}`, eight)],
      'has the key "l.weight" twice in one object.',
    ],
    [
      'no dense layers',
      [tensorsFile({ embedding: { shape: [2], values: [1, 2] } })],
      'It has no dense layers: "<layer>.weight"',
    ],
    [
      'other tensors',
      [
        tensorsFile({
          'l.weight': { shape: [1, 1], values: [1] },
          'norm.running_mean': { shape: [1], values: [1] },
        }),
      ],
      'Found: "norm.running_mean" [1].',
    ],
    [
      'a bias of another size',
      [tensorsFile({ 'l.weight': { shape: [1, 1], values: [1] }, 'l.bias': { shape: [2], values: [1, 2] } })],
      '"l.bias" should be of shape [1], found [2].',
    ],
    [
      'an order that names others',
      [tensorsFile({ 'l.weight': { shape: [1, 1], values: [1] } })],
      'The order should name each of l.weight once, found m.',
      { order: ['m'] },
    ],
    ['NaN', [tensorsFile({ 'l.weight': { shape: [1, 1], values: [NaN] } })], 'Layer 0 has the weight NaN'],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})

describe('NumPy arrays', () => {
  const cases: Case[] = [
    [
      'a pickled list',
      [arrayFile('a.npy', [2, 2], '|O')],
      '"a.npy" holds elements of type |O; <f4 and <f8 are read',
    ],
    ["Fortran's order", [arrayFile('a.npy', [2, 2], '<f4', 'True')], '"a.npy" is in Fortran\'s order'],
    [
      'cut short',
      [{ ...arrayFile('a.npy', [2, 2]), bytes: arrayFile('a.npy', [2, 2]).bytes.slice(0, -1) }],
      '"a.npy" ends before its numbers do',
    ],
    [
      'a wide kernel',
      [arrayFile('a.npy', [3, 3, 2, 4])],
      '"a.npy" of shape [3, 3, 2, 4] is neither a layer\'s matrix',
    ],
    ['a bias without a layer', [arrayFile('a.npy', [4])], 'nor the bias of the layer before it.'],
  ]
  test.each(cases)('%s', (_, files, message, options) => expectRefusal(files, message, options))
})
