/** Small graphs that the tests of the runtime run. */
import { createBuilder, ints, type Graph } from '@reverie/graph'
import { randomTensor } from './tensors.ts'

/** y = Relu(z), z = Conv(x, weight); x [1, 3, size, size], y and z [1, 4, size, size]. */
export function convolution(size = 16, seed = 1): Graph {
  const build = createBuilder()
  build.input('x', 'float32', [1, 3, size, size])
  const weight = build.constant(randomTensor([4, 3, 3, 3], seed), 'weight')
  const z = build.add('Conv', ['x', weight], { pads: ints([1, 1, 1, 1]) }, 'z')
  build.output(build.add('Relu', [z], {}, 'y'))
  build.output(z)
  return build.build()
}

/** y = 2x + 1; both [4]. */
export function affine(): Graph {
  const build = createBuilder()
  build.input('x', 'float32', [4])
  build.output(build.add('Add', [build.add('Mul', ['x', build.scalar(2)]), build.scalar(1)], {}, 'y'))
  return build.build()
}
