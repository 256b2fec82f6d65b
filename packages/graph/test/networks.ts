/** A small network with the parts that shape arithmetic, cuts and folding have to deal with. */
import { createBuilder, float, int, ints, tensor, type Builder, type Dimension, type Graph } from '../src/index.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'

/**
 * Conv (stride 2) → BatchNormalization → Relu → MaxPool → Conv with 8-bit weights → Shape, Gather, Concat → Reshape →
 * Gemm: what PyTorch's exporter writes for a classifier, for pictures of free size.
 */
export function classifier(size: readonly Dimension[] = ['N', 3, 'H', 'W']): Graph {
  const random = randomNumbers(5)
  const build = createBuilder(undefined, 'classifier')
  const weights = (shape: readonly number[], name: string): string =>
    build.constant({ type: 'float32', shape, data: valuesOf(shape, 'smooth', random) }, name)
  const x = build.input('picture', 'float32', size)
  const first = build.add(
    'Conv',
    [x, weights([4, 3, 3, 3], 'w1')],
    { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) },
    'conv1',
  )
  const parameters = ['scale', 'bias', 'mean'].map((name) => weights([4], name))
  const variance = build.constant(tensor('float32', [4], [1, 2, 3, 4]), 'variance')
  const normed = build.add(
    'BatchNormalization',
    [first, ...parameters, variance],
    { epsilon: float(0.001) },
    'norm1',
  )
  const active = build.add('Relu', [normed], {}, 'relu1')
  const pooled = build.add('MaxPool', [active], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }, 'pool1')
  const second = build.add('Conv', [pooled, quantised(build)], {}, 'conv2')
  const mean = build.add('GlobalAveragePool', [second], {}, 'average')
  const batch = build.add('Gather', [build.add('Shape', [mean]), build.constant(tensor('int64', [], [0]))], {
    axis: int(0),
  })
  const unsqueezed = build.add('Unsqueeze', [batch, build.indices([0])])
  const flat = build.add('Reshape', [
    mean,
    build.add('Concat', [unsqueezed, build.indices([-1])], { axis: int(0) }),
  ])
  build.output(build.add('Gemm', [flat, weights([6, 5], 'w3')], {}, 'logits'))
  return build.build()
}

/** Weights [6, 4, 1, 1] as int8 with one scale an output channel. */
function quantised(build: Builder): string {
  const levels = build.constant(
    tensor(
      'int8',
      [6, 4, 1, 1],
      Array.from({ length: 24 }, (_, at) => ((at * 29) % 50) - 25),
    ),
    'levels',
  )
  const scales = build.constant(tensor('float32', [6], [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]), 'scales')
  const zeros = build.constant(tensor('int8', [6], [0, 1, 2, 3, -4, 5]), 'zeros')
  return build.add('DequantizeLinear', [levels, scales, zeros], { axis: int(0) }, 'w2')
}
