import { convertTfjs } from '@reverie/models'
import { describe, expect, test } from 'vitest'
import { difference } from './compare.ts'
import { asKeras2, asKeras3, modelOf, read, save, tf } from './tensorflow.ts'

const { layers } = tf
type Tensor = tf.SymbolicTensor
type Make = (input: Tensor) => Tensor

const then =
  (...stack: tf.layers.Layer[]): Make =>
  (input) =>
    stack.reduce((value, layer) => layer.apply(value) as Tensor, input)

type Mode = { activation?: string; padding?: string; strides?: number | number[]; dilationRate?: number }
const conv = (filters: number, size: number, more: Mode = {}): tf.layers.Layer =>
  layers.conv2d({ filters, kernelSize: size, ...more } as Parameters<typeof layers.conv2d>[0])

const PICTURE = [9, 7, 3]
const ROW = [11, 4]

/** Name, shape without the batch, network. */
const cases: readonly (readonly [string, readonly number[], Make])[] = [
  ['Conv2D valid', PICTURE, then(conv(5, 3))],
  ['Conv2D same', PICTURE, then(conv(5, 3, { padding: 'same' }))],
  ['Conv2D same, stride 2, odd size', PICTURE, then(conv(5, 3, { padding: 'same', strides: 2 }))],
  ['Conv2D same, stride 2, even size', [8, 6, 3], then(conv(5, 3, { padding: 'same', strides: 2 }))],
  ['Conv2D same, even kernel', PICTURE, then(conv(2, 4, { padding: 'same' }))],
  ['Conv2D stride 3 x 2', PICTURE, then(conv(5, 2, { strides: [3, 2] }))],
  ['Conv2D dilated', PICTURE, then(conv(5, 3, { padding: 'same', dilationRate: 2 }))],
  ['Conv2D without bias', PICTURE, then(layers.conv2d({ filters: 2, kernelSize: [1, 3], useBias: false }))],
  ['Conv2D with activation', PICTURE, then(conv(5, 3, { activation: 'relu' }))],
  ['Conv1D same', ROW, then(layers.conv1d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }))],
  [
    'DepthwiseConv2D',
    PICTURE,
    then(layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same' })),
  ],
  [
    'DepthwiseConv2D stride 2',
    PICTURE,
    then(layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' })),
  ],
  ['SeparableConv2D', PICTURE, then(layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2 }))],
  [
    'SeparableConv2D with activation',
    PICTURE,
    then(layers.separableConv2d({ filters: 4, kernelSize: 3, activation: 'tanh' })),
  ],
  ['Conv2DTranspose valid', PICTURE, then(layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 }))],
  [
    'Conv2DTranspose same',
    PICTURE,
    then(layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' })),
  ],
  [
    'Conv2DTranspose kernel 4',
    PICTURE,
    then(layers.conv2dTranspose({ filters: 4, kernelSize: 4, strides: 2, padding: 'same' })),
  ],
  [
    'Conv2DTranspose stride above kernel',
    PICTURE,
    then(layers.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 3 })),
  ],
  ['MaxPooling2D', PICTURE, then(layers.maxPooling2d({ poolSize: 3, strides: 2 }))],
  ['MaxPooling2D same', PICTURE, then(layers.maxPooling2d({ poolSize: 2, padding: 'same' }))],
  ['AveragePooling2D same', PICTURE, then(layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }))],
  [
    'AveragePooling2D same, stride 2',
    [8, 6, 3],
    then(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  ],
  ['MaxPooling1D', ROW, then(layers.maxPooling1d({ poolSize: 3, strides: 2 }))],
  ['AveragePooling1D', ROW, then(layers.averagePooling1d({ poolSize: 2 }))],
  ['GlobalAveragePooling2D', PICTURE, then(layers.globalAveragePooling2d({}))],
  ['GlobalMaxPooling2D', PICTURE, then(layers.globalMaxPooling2d({}))],
  ['GlobalAveragePooling1D', ROW, then(layers.globalAveragePooling1d())],
  ['GlobalMaxPooling1D', ROW, then(layers.globalMaxPooling1d())],
  [
    'ZeroPadding2D',
    PICTURE,
    then(
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  ],
  [
    'Cropping2D',
    PICTURE,
    then(
      layers.cropping2D({
        cropping: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  ],
  ['UpSampling2D nearest', PICTURE, then(layers.upSampling2d({ size: [2, 3] }))],
  ['BatchNormalization', PICTURE, then(layers.batchNormalization())],
  ['BatchNormalization without scale', PICTURE, then(layers.batchNormalization({ scale: false, epsilon: 0.1 }))],
  ['BatchNormalization without centre', PICTURE, then(layers.batchNormalization({ center: false }))],
  ['BatchNormalization of vectors', [6], then(layers.batchNormalization())],
  ['LayerNormalization', PICTURE, then(layers.layerNormalization())],
  ['LayerNormalization of three axes', PICTURE, then(layers.layerNormalization({ axis: [1, 2, 3] }))],
  ['LayerNormalization after Conv2D', PICTURE, then(conv(4, 3), layers.layerNormalization())],
  ['Dense', [6], then(layers.dense({ units: 4, activation: 'softmax' }))],
  ['Dense of pictures', PICTURE, then(conv(4, 3), layers.dense({ units: 5, useBias: false, activation: 'relu' }))],
  ['Dense of rows', ROW, then(layers.dense({ units: 5 }))],
  ['Flatten', PICTURE, then(conv(4, 3), layers.flatten(), layers.dense({ units: 3 }))],
  ['Reshape', PICTURE, then(conv(4, 3), layers.reshape({ targetShape: [5, -1] }))],
  ['Reshape to a picture', [24], then(layers.reshape({ targetShape: [2, 3, 4] }), conv(3, 2))],
  ['Permute', PICTURE, then(conv(4, 3), layers.permute({ dims: [2, 3, 1] }))],
  ['RepeatVector', [6], then(layers.repeatVector({ n: 3 }))],
  [
    'Activation of every kind',
    PICTURE,
    then(
      ...[
        'relu6',
        'elu',
        'selu',
        'tanh',
        'softplus',
        'softsign',
        'sigmoid',
        'hardSigmoid',
        'swish',
        'mish',
        'gelu',
        'softmax',
      ].map((activation) => layers.activation({ activation: activation as 'relu' })),
    ),
  ],
  ['ReLU', PICTURE, then(layers.reLU())],
  ['ReLU with a maximum', PICTURE, then(layers.reLU({ maxValue: 0.4 }))],
  ['LeakyReLU', PICTURE, then(layers.leakyReLU({ alpha: 0.2 }))],
  ['PReLU', PICTURE, then(layers.prelu())],
  ['PReLU shared', PICTURE, then(conv(4, 3), layers.prelu({ sharedAxes: [1, 2] }))],
  ['ELU', PICTURE, then(layers.elu())],
  ['Softmax', PICTURE, then(conv(4, 3), layers.softmax({ axis: -1 }))],
  ['ThresholdedReLU', PICTURE, then(layers.thresholdedReLU({ theta: 0.3 }))],
  ['Dropout', PICTURE, then(conv(4, 3), layers.dropout({ rate: 0.5 }))],
  [
    'SpatialDropout and noise',
    PICTURE,
    then(
      conv(4, 3),
      layers.gaussianNoise({ stddev: 1 }),
      layers.gaussianDropout({ rate: 0.5 }),
      layers.alphaDropout({ rate: 0.5 }),
      conv(2, 1),
    ),
  ],
  [
    'Add',
    PICTURE,
    (x) => layers.add().apply([then(conv(4, 3))(x), then(conv(4, 3))(x), then(conv(4, 3))(x)]) as Tensor,
  ],
  ['Add that broadcasts', PICTURE, (x) => layers.add().apply([x, then(conv(1, 1))(x)]) as Tensor],
  [
    'Multiply of unequal ranks',
    PICTURE,
    (x) => layers.multiply().apply([x, then(layers.globalAveragePooling2d({}))(x)]) as Tensor,
  ],
  ['Multiply', PICTURE, (x) => layers.multiply().apply([then(conv(4, 3))(x), then(conv(4, 3))(x)]) as Tensor],
  ['Average', PICTURE, (x) => layers.average().apply([x, then(conv(3, 1))(x), then(conv(3, 1))(x)]) as Tensor],
  ['Maximum', PICTURE, (x) => layers.maximum().apply([x, then(conv(3, 1))(x)]) as Tensor],
  ['Minimum', PICTURE, (x) => layers.minimum().apply([x, then(conv(3, 1))(x)]) as Tensor],
  ['Concatenate', PICTURE, (x) => layers.concatenate().apply([x, then(conv(3, 1))(x)]) as Tensor],
  ['Concatenate rows', PICTURE, (x) => layers.concatenate({ axis: 1 }).apply([x, then(conv(3, 1))(x)]) as Tensor],
  [
    'Dot of vectors',
    [6],
    (x) => layers.dot({ axes: -1 }).apply([x, then(layers.dense({ units: 6 }))(x)]) as Tensor,
  ],
  [
    'Dot of unit vectors',
    [6],
    (x) => layers.dot({ axes: -1, normalize: true }).apply([x, then(layers.dense({ units: 6 }))(x)]) as Tensor,
  ],
  [
    'Dot of matrices',
    ROW,
    (x) => layers.dot({ axes: [1, 1] }).apply([x, then(layers.dense({ units: 5 }))(x)]) as Tensor,
  ],
  ['Rescaling', PICTURE, then(layers.rescaling({ scale: 1 / 127.5, offset: -1 }))],
  [
    'a layer called twice',
    PICTURE,
    (x) => {
      const shared = conv(3, 3, { padding: 'same' })
      return layers.add().apply([shared.apply(x) as Tensor, then(shared, layers.reLU(), shared)(x)]) as Tensor
    },
  ],
]

/** One of these means something else in Keras 3, and Keras names another differently (keras.test.ts). */
const OWN_DIALECT = new Set(['Activation of every kind'])

describe.each(cases)('%s', (name, shape, make) => {
  // Layers are made once, so the model is too: a layer that is called again would save another call.
  let model: tf.LayersModel | undefined
  const differenceAs = async (dialect: (topology: unknown) => unknown): Promise<number> => {
    model ??= modelOf([...shape], make)
    const saved = await save(model)
    const changed = { ...saved, json: { ...saved.json, modelTopology: dialect(saved.json.modelTopology) } }
    const { graph } = convertTfjs(await read(changed))
    return difference(graph, model, shape)
  }
  test('as TensorFlow.js saves it', async () => {
    expect(await differenceAs((topology) => topology)).toBeLessThan(2e-5)
  })
  if (OWN_DIALECT.has(name)) return
  test('as Keras 2', async () => {
    expect(await differenceAs(asKeras2)).toBeLessThan(2e-5)
  })
  test('as Keras 3', async () => {
    expect(await differenceAs(asKeras3)).toBeLessThan(2e-5)
  })
})
