/** Topologies that are damaged, or meant to do harm: refused by name. */
import { convertTfjs, kerasModel, type KerasWeight } from '@reverie/models'
import { describe, expect, test } from 'vitest'

const weights = new Map<string, KerasWeight>([
  ['a/kernel', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
  ['b/kernel', { shape: [4], values: Float32Array.of(1, 2, 3, 4) }],
])
const dense = (name: string, from: unknown, config: object = {}) => ({
  class_name: 'Dense',
  name,
  config: { name, units: 2, use_bias: false, ...config },
  inbound_nodes: from,
})
const input = (shape: unknown) => ({
  class_name: 'InputLayer',
  name: 'in',
  config: { batch_input_shape: shape },
  inbound_nodes: [],
})
const from = (name: string): unknown => [[[name, 0, 0, {}]]]
const model = (layers: readonly object[], outputs: unknown = [['a', 0, 0]]) => ({
  class_name: 'Functional',
  config: { name: 'm', layers, input_layers: [['in', 0, 0]], output_layers: outputs },
})
const whole = input([null, 2])

describe('is refused', () => {
  test.each<[string, object, string]>([
    [
      'layers in a circle',
      model([whole, dense('a', from('b')), dense('b', from('a'))]),
      'Layer "a" of model "m" reads what it makes itself: its calls go in a circle.',
    ],
    ['a model without outputs', model([whole, dense('a', from('in'))], null), 'Model "m" names no outputs.'],
    ['a layer without inputs', model([whole, dense('a', [[]])]), 'Dense "a" is called with no input.'],
    ['a layer that nothing calls', model([whole, dense('a', 7)]), 'Layer "a" has 0 calls; another is asked for.'],
    [
      'an input of odd sizes',
      model([input([null, -2]), dense('a', from('in'))]),
      'should have sizes above 0 or null, found [null,-2].',
    ],
    [
      'a layer of other units than its kernel',
      model([whole, dense('a', from('in'), { units: 3 })]),
      'Dense "a": it should have 3 units, and its kernel of shape [2, 2] makes 2.',
    ],
    [
      'a kernel that is no matrix',
      model([whole, dense('b', from('in'))], [['b', 0, 0]]),
      'Dense "b": the kernel should be a matrix, found shape [4].',
    ],
  ])('%s', (_, json, message) => {
    expect(() => convertTfjs(kerasModel(json, weights))).toThrow(message)
  })
})

test("Keras 3's paths count the layers of a class, also in models inside", () => {
  const list = (layers: readonly object[]) => ({ class_name: 'Sequential', config: { name: 'list', layers } })
  const inner = { ...list([dense('x', []), dense('y', [])]), name: 'inner' }
  const json = list([whole, dense('first', []), inner, dense('last', [])])
  const one = { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }
  const paths = [
    'layers/dense/vars/0',
    'layers/sequential/layers/dense/vars/0',
    'layers/sequential/layers/dense_1/vars/0',
    '_layer_checkpoint_dependencies/dense_1/vars/0',
  ]
  const read = kerasModel(json, new Map(paths.map((path) => [path, one])))
  expect([...read.weights.keys()]).toEqual(['first/0', 'inner/x/0', 'inner/y/0', 'last/0'])
})
