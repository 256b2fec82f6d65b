/** Tensors of seeded random numbers. */
import { sizeOf, type Tensor } from '@reverie/graph'
import { createRandom } from '@reverie/recipe'

/** Normal random numbers; the same for the same shape and seed. */
export function randomTensor(shape: readonly number[], seed: number): Tensor {
  const { gaussian } = createRandom(seed)
  return { type: 'float32', shape, data: Float32Array.from({ length: sizeOf(shape) }, gaussian) }
}
