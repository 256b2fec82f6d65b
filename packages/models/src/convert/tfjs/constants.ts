/** Weights as constants of a graph: axes put in order, 8-bit codes kept or dequantised. */
import { int, sizeOf, tensor, type Builder } from '@reverie/graph'
import type { WeightForm } from './layer.ts'
import type { Weight } from './weights.ts'

/**
 * Adds a weight to a graph.
 * @param keepCodes store 8-bit codes with a DequantizeLinear instead of floats.
 */
export function addWeight(
  build: Builder,
  name: string,
  weight: Weight,
  form: WeightForm,
  keepCodes: boolean,
): string {
  const { quantized } = weight
  if (!keepCodes || quantized === undefined) {
    const data = reorder(weight.values, weight.shape, form.order)
    return build.constant({ type: 'float32', shape: form.shape, data }, name)
  }
  const channels = form.shape[form.axis]!
  const codes = reorder(quantized.codes, weight.shape, form.order)
  return build.add(
    'DequantizeLinear',
    [
      build.constant({ type: 'uint8', shape: form.shape, data: codes }, `${name}/codes`),
      build.constant(tensor('float32', [channels], quantized.scale), `${name}/scale`),
      build.constant(tensor('uint8', [channels], quantized.zeroPoint), `${name}/zero`),
    ],
    { axis: int(form.axis) },
    name,
  )
}

/** The elements in the order of permuted axes (`order[i]` is the old axis that becomes axis i). */
function reorder<T extends Float32Array | Uint8Array>(
  data: T,
  shape: readonly number[],
  order: readonly number[],
): T {
  if (order.every((axis, index) => axis === index)) return data
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const sizes = order.map((axis) => shape[axis]!)
  const steps = order.map((axis) => strides[axis]!)
  const result = new (data.constructor as new (length: number) => T)(data.length)
  const position = sizes.map(() => 0)
  let from = 0
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from]!
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!
      if (++position[axis]! < sizes[axis]!) break
      from -= steps[axis]! * sizes[axis]!
      position[axis] = 0
    }
  }
  return result
}
