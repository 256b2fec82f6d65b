/** From pixels (0 to 255, red first) to what a model's input expects. */
import type { Model } from '@reverie/models'

/** The input's channel c is `scale[c] · pixel + offset[c]`, from plane `order[c]` of the picture. */
export interface Normalisation {
  readonly scale: readonly number[]
  readonly offset: readonly number[]
  readonly order: readonly number[]
}

/**
 * A model's input convention: pixels are mapped from 0…255 to its range, then the mean is subtracted and the result
 * divided by the deviation, channel by channel in the model's own order.
 */
export function normalisationOf(input: Model['input']): Normalisation {
  const [low, high] = input.range
  const order = input.order === 'bgr' ? [2, 1, 0] : [0, 1, 2]
  const deviation = (channel: number): number => input.std?.[channel] ?? 1
  return {
    order,
    scale: order.map((_, channel) => (high - low) / 255 / deviation(channel)),
    offset: order.map((_, channel) => (low - (input.mean?.[channel] ?? 0)) / deviation(channel)),
  }
}
