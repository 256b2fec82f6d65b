/** Whole models: nested, sequential, quantised, cut, freed, and those that are refused. */
import { foldConstants, isStatic, layers as layersOf } from '@reverie/graph'
import { convertTfjs } from '@reverie/models'
import { createRandom } from '@reverie/recipe'
import { describe, expect, test } from 'vitest'
import { difference } from './compare.ts'
import { asKeras2, asKeras3, core, modelOf, randomize, read, save, tf, type Saved } from './tensorflow.ts'

const { layers } = tf
type Tensor = tf.SymbolicTensor

const dialects = [
  ['TensorFlow.js', (topology: unknown) => topology],
  ['Keras 2', asKeras2],
  ['Keras 3', asKeras3],
] as const

const withTopology = (saved: Saved, change: (topology: unknown) => unknown): Saved => ({
  ...saved,
  json: { ...saved.json, modelTopology: change(saved.json.modelTopology) },
})

const withNames = (saved: Saved, rename: (name: string, index: number) => string): Saved => ({
  ...saved,
  json: {
    ...saved.json,
    weightsManifest: saved.json.weightsManifest.map((group) => ({
      ...group,
      weights: group.weights.map((entry, index) => ({ ...entry, name: rename(entry.name, index) })),
    })),
  },
})

function sequential(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 3], activation: 'relu', name: 'first' }),
      layers.batchNormalization({ name: 'norm' }),
      layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
      layers.flatten({ name: 'flat' }),
      layers.dense({ units: 3, name: 'last' }),
    ],
  })
  randomize(model, 3)
  return model
}

describe('a model in each dialect', () => {
  test.each(dialects)('Sequential as %s', async (_, dialect) => {
    const model = sequential()
    const { graph } = convertTfjs(await read(withTopology(await save(model), dialect)))
    expect(await difference(graph, model, [8, 8, 3])).toBeLessThan(1e-5)
  })

  test.each(dialects)('a Sequential and a Functional inside a Functional as %s', async (_, dialect) => {
    const inner = tf.input({ shape: [null, null, 4], name: 'inner_input' })
    const convolved = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(inner) as Tensor
    const nested = tf.model({
      inputs: inner,
      outputs: layers.add().apply([inner, convolved]) as Tensor,
      name: 'nested',
    })
    const stem = tf.sequential({
      name: 'stem',
      layers: [layers.conv2d({ filters: 4, kernelSize: 1, inputShape: [6, 6, 3] }), layers.reLU()],
    })
    const model = modelOf([6, 6, 3], (x) => nested.apply(nested.apply(stem.apply(x))) as Tensor)
    const { graph } = convertTfjs(await read(withTopology(await save(model), dialect)))
    expect(await difference(graph, model, [6, 6, 3])).toBeLessThan(1e-5)
  })

  test('camelCase keys', async () => {
    const camel = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(camel)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
          camel(entry),
        ]),
      )
    }
    const model = sequential()
    const { graph } = convertTfjs(await read(withTopology(await save(model), camel)))
    expect(await difference(graph, model, [8, 8, 3])).toBeLessThan(1e-5)
  })
})

describe('weights', () => {
  const names: readonly (readonly [string, (name: string, index: number) => string])[] = [
    ['with the model before and a number after', (name) => `some_model/${name}:0`],
    ['with the cell between (TensorFlow 2)', (name) => name.replace('/', '/cell/')],
    [
      'by position (Keras 3)',
      (name) => {
        const [layer, weight] = name.split('/') as [string, string]
        const order = layer === 'norm' ? ['gamma', 'beta', 'moving_mean', 'moving_variance'] : ['kernel', 'bias']
        return `_layer_checkpoint_dependencies/${layer}/vars/${order.indexOf(weight)}`
      },
    ],
  ]
  test.each(names)('named %s', async (_, rename) => {
    const model = sequential()
    const { graph } = convertTfjs(await read(withNames(await save(model), rename)))
    expect(await difference(graph, model, [8, 8, 3])).toBeLessThan(1e-5)
  })

  test.each(['uint8', 'uint16', 'float16'] as const)(
    'stored as %s, as TensorFlow.js decodes them',
    async (type) => {
      const saved = quantized(await save(sequential()), type)
      const [group] = saved.json.weightsManifest
      const reference = await tf.loadLayersModel(
        core.io.fromMemory({
          modelTopology: saved.json.modelTopology as object,
          weightSpecs: group!.weights as core.io.WeightsManifestEntry[],
          weightData: saved.shard.buffer as ArrayBuffer,
        }),
      )
      for (const keepCodes of [false, true]) {
        // ONNX Runtime would round the activations too where a product reads codes, so they become floats first.
        const converted = convertTfjs(await read(saved), { keepCodes }).graph
        const graph = foldConstants(converted)
        expect(await difference(graph, reference, [8, 8, 3])).toBeLessThan(1e-5)
        expect(converted.nodes.some(({ op }) => op === 'DequantizeLinear')).toBe(keepCodes && type === 'uint8')
      }
    },
  )

  test('a shard that is cut short is refused by the weight it cuts', async () => {
    const saved = await save(sequential())
    await expect(read({ ...saved, shard: saved.shard.slice(0, -2) })).rejects.toThrow(
      /Weight "norm\/moving_variance" needs bytes .* cut short/,
    )
  })
})

/** Quantises weights as the TensorFlow.js converter does: a grid that has zero where the range has it. */
function quantized(saved: Saved, type: 'uint8' | 'uint16' | 'float16'): Saved {
  const [group] = saved.json.weightsManifest
  const random = createRandom(5)
  const levels = type === 'uint8' ? 255 : 65_535
  const parts = group!.weights.map((entry) => {
    const size = entry.shape.reduce((a, b) => a * b, 1)
    if (type === 'float16') {
      // Halves of every kind but infinities: 0 is the exponent of subnormals.
      const halves = Uint16Array.from(
        { length: size },
        () => (random.integer(0, 14) << 10) | random.integer(0, 1023),
      )
      return { entry: { ...entry, quantization: { dtype: type, original_dtype: 'float32' } }, bytes: halves }
    }
    const codes = Array.from({ length: size }, () => random.integer(0, levels))
    // Variances are above zero, so their grid has no zero.
    const min = entry.name.includes('variance') ? 0.25 : -Math.round(levels / 3) * (1.5 / levels)
    return {
      entry: { ...entry, quantization: { dtype: type, original_dtype: 'float32', min, scale: 1.5 / levels } },
      bytes: type === 'uint8' ? Uint8Array.from(codes) : Uint16Array.from(codes),
    }
  })
  return {
    json: { ...saved.json, weightsManifest: [{ paths: ['shard'], weights: parts.map(({ entry }) => entry) }] },
    shard: Uint8Array.from(parts.flatMap(({ bytes }) => [...new Uint8Array(bytes.buffer)])),
  }
}

const branches = (): tf.LayersModel =>
  modelOf([9, 9, 3], (x) => {
    const stem = layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', name: 'stem' }).apply(x)
    const body = layers.reLU({ name: 'body' }).apply(stem) as Tensor
    return layers.dense({ units: 2, name: 'head' }).apply(layers.flatten().apply(body)) as Tensor
  })

describe('options', () => {
  test('cuts at layers, whose names the values keep', async () => {
    const { graph, layers: kept } = convertTfjs(await read(await save(branches())), { outputs: ['body', 'stem'] })
    expect(graph.outputs.map(({ name }) => name)).toEqual(['body', 'stem'])
    expect(kept.map(({ name }) => name)).toEqual(['stem', 'body'])
    expect(layersOf(graph)).toMatchObject([
      { name: 'stem', channels: 4 },
      { name: 'body', channels: 4 },
    ])
  })

  test('frees the size of pictures', async () => {
    const model = branches()
    const body = tf.model({ inputs: model.inputs, outputs: model.getLayer('body').output })
    const { graph } = convertTfjs(await read(await save(model)), { outputs: ['body'], freeSize: true })
    expect(isStatic(graph.inputs[0]!.shape)).toBe(false)
    // Even and odd sizes are padded differently by TensorFlow.
    expect(await difference(graph, body, [9, 9, 3])).toBeLessThan(1e-5)
    const larger = tf.input({ shape: [12, 6, 3] })
    const other = tf.model({
      inputs: larger,
      outputs: model.getLayer('body').apply(model.getLayer('stem').apply(larger)) as Tensor,
    })
    expect(await difference(graph, other, [12, 6, 3])).toBeLessThan(1e-5)
  })

  test('refuses an output that is not there', async () => {
    const model = await read(await save(branches()))
    expect(() => convertTfjs(model, { outputs: ['bdy'] })).toThrow(/has no layer bdy\. It has: .*stem, body/)
  })
})

describe('refusals', () => {
  test('all unknown layers at once, by class and name', async () => {
    const model = modelOf([5, 4], (x) => {
      const first = layers
        .lstm({ units: 3, returnSequences: true, recurrentInitializer: 'zeros', name: 'memory' })
        .apply(x)
      return layers.gru({ units: 2, recurrentInitializer: 'zeros', name: 'gate' }).apply(first) as Tensor
    })
    const converted = await read(await save(model))
    expect(() => convertTfjs(converted)).toThrow(
      /cannot be converted: LSTM \(memory\); GRU \(gate\)\. Known are: InputLayer, .*Conv2D/,
    )
  })

  test('a graph model', async () => {
    const json = { modelTopology: { node: [], library: {} }, weightsManifest: [] }
    await expect(read({ json, shard: new Uint8Array() })).rejects.toThrow(
      /layers model was expected .* found a graph model/,
    )
  })

  test('channels first', async () => {
    const saved = await save(
      modelOf([4, 4, 3], (x) => layers.conv2d({ filters: 2, kernelSize: 1, name: 'c' }).apply(x) as Tensor),
    )
    const changed = withTopology(saved, (topology) =>
      JSON.parse(JSON.stringify(topology).replace('channels_last', 'channels_first')),
    )
    const model = await read(changed)
    expect(() => convertTfjs(model)).toThrow('Conv2D "c": data_format "channels_first" is not supported')
  })

  test('a missing weight, with those that are there', async () => {
    const saved = withNames(await save(sequential()), (name) => name.replace('first/kernel', 'other/kernel'))
    const model = await read(saved)
    expect(() => convertTfjs(model)).toThrow('there is no weight "first/kernel" in the file. It has: other/kernel')
  })
})
