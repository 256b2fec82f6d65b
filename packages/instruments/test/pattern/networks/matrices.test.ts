/** Files that hold bare matrices: recurrent.js JSON, safetensors, NumPy arrays. */
import { toHalf, toBrain } from '../../../../graph/src/half.ts'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { PatternNetwork } from '../../../src/pattern/network.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import { arrayFile, jsonFile, matrix, numbers, tensorsFile } from './files.ts'

const shapes = ({ layers }: PatternNetwork) =>
  layers.map(
    ({ inputs, units, bias, activations }) => `${inputs}→${units}${bias ? '+b' : ''} ${activations.join()}`,
  )

describe('recurrent.js', () => {
  const netart = {
    W_out: matrix(4, 3),
    W_in: matrix(3, 6),
    W_1: matrix(3, 3, 'object'),
    W_0: { ...matrix(3, 3), dw: { '0': 0 } },
  }

  test("netart's names tell the order, in netart's arithmetic and features", async () => {
    const network = await readNetwork([jsonFile(netart)])
    expect(shapes(network)).toEqual(['6→3 tanh', '3→3 tanh', '3→3 tanh', '3→4 sigmoid'])
    expect(network).toMatchObject({
      features: ['x', 'y', 'r', 'z0', 'z1', 'one'],
      arithmetic: 'netart',
      skips: 'none',
    })
    expect(network.layers[2]!.weights).toEqual(Float32Array.from(numbers(9)))
  })

  test('more than ten matrices go by number, not by alphabet', async () => {
    const deep: Record<string, unknown> = { W_in: matrix(1, 6), W_out: matrix(1, 1) }
    for (const index of [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]) deep[`W_${index}`] = { n: 1, d: 1, w: [index] }
    const { layers } = await readNetwork([jsonFile(deep)])
    expect(layers.slice(1, -1).map(({ weights }) => weights[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('other names and lists are taken in order; columns behind matrices are biases', async () => {
    const named = { first: matrix(4, 2), b1: matrix(4, 1), second: matrix(3, 4), b2: matrix(3, 1) }
    for (const json of [named, Object.values(named)]) {
      const network = await readNetwork([jsonFile(json)], { activation: 'sin', outputActivation: 'identity' })
      expect(shapes(network)).toEqual(['2→4+b sin', '4→3+b identity'])
      expect(network).toMatchObject({ features: ['x', 'y'], arithmetic: 'float32' })
    }
  })
})

describe('safetensors', () => {
  const linear = (name: string, units: number, inputs: number) => ({
    [`${name}.weight`]: { shape: [units, inputs], values: numbers(units * inputs) },
    [`${name}.bias`]: { shape: [units], values: numbers(units) },
  })

  test("PyTorch's layers, by the numbers in their names", async () => {
    const tensors = { ...linear('net.10', 3, 5), ...linear('net.2', 5, 4), ...linear('net.0', 4, 3) }
    const network = await readNetwork([tensorsFile(tensors)])
    expect(shapes(network)).toEqual(['3→4+b tanh', '4→5+b tanh', '5→3+b sigmoid'])
    expect(network.layers[1]!.weights).toEqual(Float32Array.from(numbers(20)))
    expect(network.features).toEqual(['x', 'y', 'r'])
  })

  test('first and last by what they are called', async () => {
    const tensors = { ...linear('fc_out', 1, 4), ...linear('hidden', 4, 4), ...linear('fc_in', 4, 2) }
    expect(shapes(await readNetwork([tensorsFile(tensors)]))).toEqual(['2→4+b tanh', '4→4+b tanh', '4→1+b sigmoid'])
  })

  test('the order can be given, and the layout', async () => {
    const tensors = {
      'a.weight': { shape: [4, 3], values: numbers(12) },
      'b.weight': { shape: [2, 4], values: numbers(8) },
    }
    const network = await readNetwork([tensorsFile(tensors)], { order: ['b', 'a'], layout: 'in-out' })
    expect(shapes(network)).toEqual(['2→4 tanh', '4→3 sigmoid'])
    expect([...network.layers[0]!.weights.subarray(0, 2)]).toEqual([numbers(8)[0], numbers(8)[4]])
  })

  test.each([
    ['F64', 8, (view: DataView, at: number, value: number) => view.setFloat64(at, value, true)],
    ['F16', 2, (view: DataView, at: number, value: number) => view.setUint16(at, toHalf(value), true)],
    ['BF16', 2, (view: DataView, at: number, value: number) => view.setUint16(at, toBrain(value), true)],
  ] as const)('numbers of type %s', async (dtype, bytes, set) => {
    const values = [0.5, -1.5, 2, 0.25]
    const file = tensorsFile({ 'l.weight': { shape: [2, 2], values } }, { dtype, bytes, set })
    expect([...(await readNetwork([file])).layers[0]!.weights]).toEqual(values)
  })
})

describe('NumPy arrays', () => {
  test("lucid's: 1 × 1 kernels [1, 1, in, out] and biases, in files by name or in one archive", async () => {
    const arrays = [
      arrayFile('p_0.npy', [1, 1, 2, 3]),
      arrayFile('p_1.npy', [3]),
      arrayFile('p_2.npy', [1, 1, 6, 3]),
      arrayFile('p_3.npy', [3]),
    ]
    const network = await readNetwork(arrays.toReversed())
    expect(shapes(network)).toEqual(['2→3+b composite', '6→3+b sigmoid'])
    expect(network.features).toEqual(['x', 'y'])
    expect([...network.layers[0]!.weights.subarray(0, 2)]).toEqual([numbers(6)[0], numbers(6)[3]])
    const archive = zipSync(Object.fromEntries(arrays.map(({ name, bytes }) => [name, bytes])))
    expect(await readNetwork([{ name: 'all.npz', bytes: archive }])).toEqual(network)
  })

  test("PyTorch's kernels [out, in, 1, 1], in float64", async () => {
    const network = await readNetwork([
      arrayFile('0.npy', [4, 2, 1, 1], '<f8'),
      arrayFile('1.npy', [3, 4, 1, 1], '<f8'),
    ])
    expect(shapes(network)).toEqual(['2→4 tanh', '4→3 sigmoid'])
    expect(network.layers[0]!.weights).toEqual(Float32Array.from(numbers(8)))
  })
})

test.each([
  [1, ['x']],
  [2, ['x', 'y']],
  [3, ['x', 'y', 'r']],
  [4, ['x', 'y', 'r', 'one']],
  [5, ['x', 'y', 'r', 'z0', 'one']],
  [7, ['x', 'y', 'r', 'z0', 'z1', 'z2', 'one']],
])('%i inputs of a netart kind are %j', async (count, features) => {
  expect((await readNetwork([jsonFile([matrix(3, count)])])).features).toEqual(features)
})

test('features can be said', async () => {
  const features = ['z1', 'y', 'red'] as const
  expect((await readNetwork([jsonFile([matrix(3, 3)])], { features })).features).toEqual(features)
  await expect(readNetwork([jsonFile([matrix(3, 4)])], { features })).rejects.toThrow(
    'Layer 0 reads 4 values; there are 3 before it.',
  )
})
