/** What is written can be read again, exactly, by us and as well by others. */
import { readOnnx, writeOnnx } from '@reverie/graph'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PatternNetwork } from '../../../src/pattern/network.ts'
import { base64OfFloats, floatsOfBase64 } from '../../../src/pattern/networks/base64.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import {
  writeNetworkJson,
  writeNetworkOnnx,
  writeRecurrentJson,
} from '../../../src/pattern/networks/write-network.ts'
import { networks } from './arbitrary-network.ts'
import { difference, evaluate, farthest, points } from './evaluate.ts'
import { run } from './onnx-runtime.ts'

const utf8 = new TextEncoder()
const fileOf = (bytes: Uint8Array | string, name = 'network') => ({
  name,
  bytes: typeof bytes === 'string' ? utf8.encode(bytes) : bytes,
})

const netart: PatternNetwork = {
  features: ['x', 'y', 'r', 'z0', 'z1', 'one'],
  layers: [
    {
      inputs: 6,
      units: 2,
      weights: Float32Array.from({ length: 12 }, (_, at) => at / 7 - 0.6),
      activations: ['tanh'],
    },
    { inputs: 2, units: 2, weights: Float32Array.of(0.1, -1.5, 2, 0), activations: ['tanh'] },
    { inputs: 2, units: 4, weights: Float32Array.of(1, 2, 3, 4, 1e-40, -6, 7, -8), activations: ['sigmoid'] },
  ],
  skips: 'none',
  arithmetic: 'netart',
}

test('our own JSON holds every network exactly, and the same text each time', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      const text = writeNetworkJson(network)
      expect(await readNetwork([fileOf(text)])).toEqual(network)
      expect(writeNetworkJson(network)).toBe(text)
    }),
  )
})

test('numbers are written as base64 of their bytes', () => {
  fc.assert(
    fc.property(fc.float32Array(), (values) => {
      const text = base64OfFloats(values)
      expect(text).toBe(Buffer.from(values.buffer).toString('base64'))
      expect(floatsOfBase64(text)).toEqual(values)
    }),
  )
  for (const text of ['AAA', 'AAAA', 'AA==AAAA', 'AAAA=A==', 'AAAAé===', '########'])
    expect(floatsOfBase64(text)).toBeUndefined()
})

test('ONNX holds every network exactly', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      expect(await readNetwork([fileOf(writeNetworkOnnx(network))])).toEqual(network)
    }),
  )
})

/** The same file as another program might have saved it: without what Reverie says of it. */
function withoutMetadata(bytes: Uint8Array): Uint8Array {
  return writeOnnx({ ...readOnnx(bytes), metadata: {} })
}

test('ONNX without our metadata is read by what it computes', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      // A linear layer with a residual is another linear layer: which one was meant is not in the graph.
      const hidden = network.layers.slice(0, -1).flatMap(({ activations }) => activations)
      fc.pre(network.skips !== 'residual' || !hidden.includes('identity'))
      const options = { features: network.features }
      const read = await readNetwork([fileOf(withoutMetadata(writeNetworkOnnx(network)))], options)
      const isSmall = network.layers.every(({ weights }) => weights.every((weight) => Math.abs(weight) <= 4))
      if (isSmall) expect(farthest(read, network)).toBeLessThan(1e-5)
    }),
  )
})

test('ONNX Runtime computes what the network says', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      const given = points(9, network.features.length)
      const found = await run(readOnnx(writeNetworkOnnx(network)), given)
      // Large weights make what rounding leaves large, and steps jump.
      const isCalm = network.layers.every(
        ({ weights, activations }) =>
          weights.every((weight) => Math.abs(weight) <= 1) && !activations.includes('step'),
      )
      if (isCalm)
        expect(
          difference(
            found,
            given.map((point) => evaluate(network, point)),
          ),
        ).toBeLessThan(1e-4)
    }),
    { numRuns: 40 },
  )
})

describe('a file that says it is ours', () => {
  test('is read with the weights that it has now', async () => {
    const graph = readOnnx(writeNetworkOnnx(netart))
    const initializers = new Map(graph.initializers)
    initializers.set('layer1.weight', { type: 'float32', shape: [2, 2], data: Float32Array.of(9, 8, 7, 6) })
    const read = await readNetwork([fileOf(writeOnnx({ ...graph, initializers }))])
    expect(read).toEqual({
      ...netart,
      layers: netart.layers.with(1, { ...netart.layers[1]!, weights: Float32Array.of(9, 8, 7, 6) }),
    })
  })

  test('is read by what it computes when somebody changed its nodes', async () => {
    const graph = readOnnx(writeNetworkOnnx(netart))
    const nodes = graph.nodes.map((node) => (node.op === 'Sigmoid' ? { ...node, op: 'Sin' } : node))
    const read = await readNetwork([fileOf(writeOnnx({ ...graph, nodes }))], { preset: 'netart' })
    expect(read.layers.at(-1)!.activations).toEqual(['sin'])
    expect(read).toMatchObject({ features: netart.features, arithmetic: 'float32' })
  })

  test('has words about its columns for people', () => {
    const { metadata, inputs, outputs } = readOnnx(writeNetworkOnnx(netart))
    expect(metadata['features']).toBe('x, y, r, z0, z1, one')
    expect([...inputs, ...outputs]).toMatchObject([
      { name: 'point', shape: ['points', 6] },
      { name: 'values', shape: ['points', 4] },
    ])
  })
})

describe('recurrent.js', () => {
  test('takes what is of its kind, and gives it back', async () => {
    expect(await readNetwork([fileOf(writeRecurrentJson(netart))])).toEqual(netart)
  })

  test('is refused with all that it cannot hold', () => {
    const other: PatternNetwork = {
      ...netart,
      layers: netart.layers.map((layer, index) =>
        index === 1
          ? { ...layer, activations: ['sin', 'tanh'] }
          : { ...layer, bias: new Float32Array(layer.units) },
      ),
    }
    expect(() => writeRecurrentJson(other)).toThrow(
      'found biases, the activation "sin" in layer 1. Write it as JSON or ONNX.',
    )
  })
})

test('what is no network is not written', () => {
  const broken = {
    ...netart,
    layers: netart.layers.with(1, { ...netart.layers[1]!, weights: Float32Array.of(1, NaN, 2) }),
  }
  for (const write of [writeNetworkJson, writeNetworkOnnx, writeRecurrentJson]) {
    expect(() => write(broken)).toThrow('Layer 1 needs 4 weights for 2 units of 2 inputs, found 3.')
  }
})
