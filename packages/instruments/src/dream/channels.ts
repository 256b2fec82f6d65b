/** Which channels of a layer are dreamed. */
import { InstrumentError } from '../instrument.ts'

/** Channels by number, or the n that answer most (or least) to the picture. */
export type Channels =
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'strongest' | 'weakest'; readonly count: number }

const EXAMPLE = 'Write "mixed4:12,40", "mixed4:strongest:3" or "mixed4:weakest:3"; separate several layers by ";".'

/**
 * Reads the `channels` parameter: `layer:selection` separated by `;`, where a selection is numbers separated by
 * commas, `strongest:n` or `weakest:n`. Layer names may hold colons; selections do not.
 * @throws InstrumentError naming the part that cannot be read.
 */
export function parseChannels(text: string): Record<string, Channels> {
  const found: Record<string, Channels> = {}
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue
    const match =
      /^(?<layer>.+?)\s*:\s*(?:(?<end>strongest|weakest)\s*:\s*(?<count>\d+)|(?<numbers>\d+(?:\s*,\s*\d+)*))$/.exec(
        part,
      )
    const { layer, end, count, numbers } = match?.groups ?? {}
    if (layer === undefined || (count !== undefined && Number(count) < 1)) {
      throw new InstrumentError(`Channels "${part}" cannot be read. ${EXAMPLE}`)
    }
    if (Object.hasOwn(found, layer)) {
      throw new InstrumentError(`Channels of layer "${layer}" are given twice. Join them into one selection.`)
    }
    found[layer] =
      numbers === undefined
        ? { kind: end as 'strongest' | 'weakest', count: Number(count) }
        : { kind: 'numbers', numbers: numbers.split(',').map(Number) }
  }
  return found
}

/**
 * A weight for each channel of a layer: 1 for those that are dreamed, else 0.
 * @param energy mean square of each channel's activation over the picture, for `strongest` and `weakest`
 * @throws InstrumentError when a number is not a channel of the layer.
 */
export function channelWeights(
  layer: string,
  channels: Channels | undefined,
  size: number,
  energy: Float32Array | undefined,
): Float32Array {
  const weights = new Float32Array(size)
  if (channels === undefined) return weights.fill(1)
  if (channels.kind === 'numbers') {
    for (const number of channels.numbers) {
      if (number >= size) {
        throw new InstrumentError(
          `Layer "${layer}" has no channel ${number}. It has ${size}, numbered 0 to ${size - 1}.`,
        )
      }
      weights[number] = 1
    }
    return weights
  }
  const sign = channels.kind === 'strongest' ? -1 : 1
  const ranked = Array.from({ length: size }, (_, index) => index)
  // A channel that is silent cannot grow: its gradient is zero. The weakest are the weakest of those that speak.
  const speaking = channels.kind === 'weakest' ? ranked.filter((index) => (energy?.[index] ?? 0) > 0) : ranked
  speaking.sort((left, right) => sign * ((energy?.[left] ?? 0) - (energy?.[right] ?? 0)) || left - right)
  for (const index of speaking.slice(0, channels.count)) weights[index] = 1
  return weights
}
