/**
 * Layers that mean something else in Keras than in TensorFlow.js, or that TensorFlow.js has not: against values worked
 * out by hand from Keras' documentation.
 */
import { numbersOf } from '@reverie/graph'
import { convertTfjs, readTfjs } from '@reverie/models'
import { createRuntime } from '@reverie/runtime/node'
import { describe, expect, test } from 'vitest'

type Layer = { class_name: string; config: Record<string, unknown> }
type Weights = Record<string, { shape: number[]; values: number[] }>

/** Runs a Sequential of one layer. */
async function run(
  version: string,
  layer: Layer,
  shape: (number | null)[],
  input: number[],
  weights: Weights = {},
): Promise<number[]> {
  const input_layer = { class_name: 'InputLayer', config: { batch_input_shape: [null, ...shape], name: 'x' } }
  const json = {
    modelTopology: {
      keras_version: version,
      model_config: { class_name: 'Sequential', config: { name: 'model', layers: [input_layer, layer] } },
    },
    weightsManifest: [
      {
        paths: ['shard'],
        weights: Object.entries(weights).map(([name, each]) => ({ name, shape: each.shape, dtype: 'float32' })),
      },
    ],
  }
  const values = Float32Array.from(Object.values(weights).flatMap((each) => each.values))
  const model = await readTfjs(json, async () => new Uint8Array(values.buffer))
  const { graph } = convertTfjs(model)
  const program = await (await createRuntime({ threads: 1 })).compile(graph)
  const [height, width, channels] = shape as [number, number, number]
  const size = shape.length === 3 ? [1, channels, height, width] : [1, ...(shape as number[])]
  const result = await program.run({ x: { type: 'float32', shape: size, data: Float32Array.from(input) } })
  const numbers = numbersOf(await Object.values(result)[0]!.read())
  await program.release()
  return numbers.map((each) => Math.round(each * 1e5) / 1e5 + 0)
}

const activation = (name: unknown): Layer => ({ class_name: 'Activation', config: { name: 'a', activation: name } })

describe('activations', () => {
  test('hard_sigmoid has the slope of its Keras', async () => {
    expect(await run('2.11.0', activation('hard_sigmoid'), [4], [-4, 0, 1, 4])).toEqual([0, 0.5, 0.7, 1])
    expect(await run('3.6.0', activation('hard_sigmoid'), [4], [-4, 0, 1, 4])).toEqual([0, 0.5, 0.66667, 1])
  })

  test('those that TensorFlow.js lacks', async () => {
    expect(await run('3.6.0', activation('silu'), [2], [0, 1])).toEqual([0, 0.73106])
    expect(await run('3.6.0', activation('hard_silu'), [3], [-3, 1, 3])).toEqual([0, 0.66667, 3])
    expect(await run('2.11.0', activation('exponential'), [2], [0, -1])).toEqual([1, 0.36788])
  })

  test('an object around the name, as Keras 3 writes it', async () => {
    const relu = { module: 'builtins', class_name: 'function', config: 'relu', registered_name: 'function' }
    expect(await run('3.6.0', activation(relu), [2], [-1, 1])).toEqual([0, 1])
  })

  test('an unknown one is refused with those that there are', async () => {
    await expect(run('3.6.0', activation('crelu'), [2], [0, 0])).rejects.toThrow(
      'Activation "a": activation "crelu" is not known. Known are: linear, relu, relu6',
    )
  })

  test('ReLU with slope, threshold and maximum', async () => {
    const config = { name: 'r', max_value: 2, negative_slope: 0.5, threshold: 1 }
    expect(await run('2.11.0', { class_name: 'ReLU', config }, [4], [-1, 0.5, 1.5, 3])).toEqual([-1, -0.25, 1.5, 2])
    const leaky = { name: 'r', max_value: null, negative_slope: 0.5, threshold: 0 }
    expect(await run('2.11.0', { class_name: 'ReLU', config: leaky }, [2], [-1, 3])).toEqual([-0.5, 3])
  })

  test('ELU with an alpha', async () => {
    expect(await run('2.11.0', { class_name: 'ELU', config: { name: 'e', alpha: 2 } }, [2], [-1, 1])).toEqual([
      -1.26424, 1,
    ])
  })
})

describe('space', () => {
  test('bilinear enlargement goes from pixel centre to pixel centre in Keras, from corner to corner in TensorFlow.js', async () => {
    const layer = { class_name: 'UpSampling2D', config: { name: 'u', size: [1, 2], interpolation: 'bilinear' } }
    expect(await run('2.11.0', layer, [1, 2, 1], [0, 4])).toEqual([0, 1, 3, 4])
    expect(await run('tfjs-layers 4.22.0', layer, [1, 2, 1], [0, 4])).toEqual([0, 2, 4, 4])
  })

  test('a causal convolution sees only what came before', async () => {
    const config = { name: 'c', padding: 'causal', strides: [1], dilation_rate: [2], use_bias: false }
    const weights = { 'c/kernel': { shape: [2, 1, 1], values: [10, 1] } }
    expect(await run('2.11.0', { class_name: 'Conv1D', config }, [4, 1], [1, 2, 3, 4], weights)).toEqual([
      1, 2, 13, 24,
    ])
  })

  test('a convolution in groups', async () => {
    const config = { name: 'c', groups: 2, strides: [1, 1], use_bias: false }
    const weights = { 'c/kernel': { shape: [1, 1, 1, 2], values: [10, 1] } }
    expect(await run('2.11.0', { class_name: 'Conv2D', config }, [1, 1, 2], [3, 4], weights)).toEqual([30, 4])
  })

  test('SeparableConv1D', async () => {
    const config = { name: 's', strides: [1], padding: 'valid', use_bias: true }
    const weights = {
      's/depthwise_kernel': { shape: [2, 1, 1], values: [1, 1] },
      's/pointwise_kernel': { shape: [1, 1, 2], values: [1, -1] },
      's/bias': { shape: [2], values: [0, 100] },
    }
    expect(await run('2.11.0', { class_name: 'SeparableConv1D', config }, [3, 1], [1, 2, 3], weights)).toEqual([
      3, 97, 5, 95,
    ])
  })

  test('output_padding is refused, since TensorFlow.js ignores it', async () => {
    const config = { name: 't', output_padding: [1, 1], strides: [2, 2] }
    const weights = { 't/kernel': { shape: [1, 1, 1, 1], values: [1] } }
    await expect(run('2.11.0', { class_name: 'Conv2DTranspose', config }, [1, 1, 1], [1], weights)).rejects.toThrow(
      'Conv2DTranspose "t": output_padding is not supported',
    )
  })
})

describe('scales', () => {
  test('Rescaling by channel', async () => {
    const layer = { class_name: 'Rescaling', config: { name: 'r', scale: [1, 2, 3], offset: [0, 0, 1] } }
    expect(await run('3.6.0', layer, [1, 1, 3], [5, 6, 7])).toEqual([5, 12, 22])
  })

  test('Normalization by stated and by stored statistics', async () => {
    const stated = {
      class_name: 'Normalization',
      config: { name: 'n', axis: [-1], mean: [[1, 2]], variance: [[4, 0.25]] },
    }
    expect(await run('3.6.0', stated, [2], [3, 3])).toEqual([1, 2])
    const weights = { 'n/mean': { shape: [2], values: [1, 2] }, 'n/variance': { shape: [2], values: [4, 0.25] } }
    const stored = { class_name: 'Normalization', config: { name: 'n', axis: [-1] } }
    expect(await run('2.11.0', stored, [2], [3, 3], weights)).toEqual([1, 2])
  })
})
