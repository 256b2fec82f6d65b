/** Networks that TensorFlow.js saved, in the dialects of Keras: they compute what TensorFlow.js computes. */
import { describe, expect, test } from 'vitest'
import {
  asKeras2,
  asKeras3,
  core,
  randomize,
  save,
  tf,
  type Saved,
} from '../../../../models/test/tfjs/tensorflow.ts'
import type { PatternNetwork } from '../../../src/pattern/network.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import { difference, evaluate, points } from './evaluate.ts'

const { layers } = tf
const utf8 = new TextEncoder()

const filesOf = ({ json, shard }: Saved, topology = json.modelTopology) => [
  { name: 'model.json', bytes: utf8.encode(JSON.stringify({ ...json, modelTopology: topology })) },
  { name: 'shard', bytes: shard },
]

async function expectAgreement(model: tf.LayersModel, network: PatternNetwork): Promise<void> {
  const given = points(11, network.features.length)
  const wanted = core.tidy(() => (model.predict(core.tensor2d(given)) as core.Tensor2D).arraySync())
  expect(
    difference(
      given.map((point) => evaluate(network, point)),
      wanted,
    ),
  ).toBeLessThan(1e-5)
}

function sequential(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      layers.dense({ units: 8, inputShape: [5], activation: 'tanh' }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 6, useBias: false }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.dense({ units: 3, activation: 'sigmoid' }),
    ],
  })
  randomize(model, 5)
  return model
}

describe.each([
  ['TensorFlow.js', (topology: unknown) => topology],
  ['Keras 2', asKeras2],
  ['Keras 3', asKeras3],
])('a Sequential as %s', (_, dialect) => {
  test('with normalisation and activations of their own', async () => {
    const model = sequential()
    const saved = await save(model)
    const network = await readNetwork(filesOf(saved, dialect(saved.json.modelTopology)))
    expect(network.layers.map(({ units, activations }) => [units, ...activations])).toEqual([
      [8, 'tanh'],
      [6, 'relu'],
      [3, 'sigmoid'],
    ])
    expect(network).toMatchObject({ features: ['x', 'y', 'r', 'z0', 'z1'], skips: 'none', arithmetic: 'float32' })
    await expectAgreement(model, network)
  })
})

type Tensor = tf.SymbolicTensor

const functional = (make: (input: Tensor) => Tensor): tf.LayersModel => {
  const inputs = tf.input({ shape: [3] })
  const model = tf.model({ inputs, outputs: make(inputs) })
  randomize(model, 9)
  return model
}

const dense = (units: number, activation: 'tanh' | 'sigmoid' = 'tanh') => layers.dense({ units, activation })

describe('a Functional', () => {
  test('with residuals', async () => {
    const model = functional((input) => {
      const first = dense(4).apply(input) as Tensor
      const second = layers.add().apply([first, dense(4).apply(first) as Tensor]) as Tensor
      return dense(3, 'sigmoid').apply(second) as Tensor
    })
    const network = await readNetwork(filesOf(await save(model)))
    expect(network.skips).toBe('residual')
    await expectAgreement(model, network)
  })

  test('with dense skips', async () => {
    const model = functional((input) => {
      const first = dense(4).apply(input) as Tensor
      const joined = layers.concatenate().apply([input, first]) as Tensor
      return dense(3, 'sigmoid').apply(joined) as Tensor
    })
    const network = await readNetwork(filesOf(await save(model)))
    expect(network.skips).toBe('dense')
    await expectAgreement(model, network)
  })

  test('with an output for each channel', async () => {
    const model = functional((input) => {
      const hidden = dense(5).apply(input) as Tensor
      const channels = [1, 2, 3].map(() => dense(1, 'sigmoid').apply(hidden) as Tensor)
      return layers.concatenate().apply(channels) as Tensor
    })
    const network = await readNetwork(filesOf(await save(model)))
    expect(network.layers.map(({ units }) => units)).toEqual([5, 3])
    await expectAgreement(model, network)
  })
})

describe('what does not fit is refused, with the reason', () => {
  const refusal = async (model: tf.LayersModel): Promise<string> => {
    randomize(model, 1)
    return readNetwork(filesOf(await save(model))).then(
      () => 'read',
      (error: Error) => error.message,
    )
  }

  test('other activations', async () => {
    const model = tf.sequential({
      layers: [layers.dense({ units: 3, inputShape: [2], activation: 'softmax', name: 'colours' })],
    })
    expect(await refusal(model)).toContain('A node has no place in a pattern\'s network: Softmax "colours"')
  })

  test('convolutions that look around', async () => {
    const model = tf.sequential({
      layers: [layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2], name: 'around' })],
    })
    expect(await refusal(model)).toContain('looks at more than one point: its kernel has the shape [3, 2, 3, 3]')
  })

  test('products of values', async () => {
    const model = functional(
      (input) => layers.multiply({ name: 'product' }).apply([input, dense(3).apply(input) as Tensor]) as Tensor,
    )
    expect(await refusal(model)).toContain('Mul "product": multiplies two values of the network')
  })
})

test('the output activation can be another', async () => {
  const saved = await save(sequential())
  const { layers: read } = await readNetwork(filesOf(saved), { outputActivation: 'sin', preset: 'netart' })
  expect(read.at(-1)!.activations).toEqual(['sin'])
})
