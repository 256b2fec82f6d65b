import type { Raster } from '@reverie/image'

/** A frame as films take it: 8 bits a channel, interleaved. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly data: Uint8Array | Uint8ClampedArray
}

/** Rounds a raster to 8 bits a channel. 8-bit rasters are passed through without a copy. */
function toFrame({ width, height, channels, depth, data }: Raster): Frame {
  if (depth === 8) return { width, height, channels, data: data as Uint8Array | Uint8ClampedArray }
  const scale = depth === 16 ? 255 / 65535 : 255
  return { width, height, channels, data: Uint8ClampedArray.from(data, (value) => value * scale) }
}

/** The frame with four channels: grey is spread over red, green and blue; missing alpha is opaque. */
export function toRgba({ width, height, channels, data }: Frame): Frame {
  if (channels === 4) return { width, height, channels, data }
  const rgba = new Uint8ClampedArray(width * height * 4)
  const colours = channels >= 3 ? 3 : 1
  for (let pixel = 0, to = 0, from = 0; pixel < width * height; pixel++, to += 4, from += channels) {
    const red = data[from]!
    rgba[to] = red
    rgba[to + 1] = colours === 3 ? data[from + 1]! : red
    rgba[to + 2] = colours === 3 ? data[from + 2]! : red
    rgba[to + 3] = channels === 2 ? data[from + 1]! : 255
  }
  return { width, height, channels: 4, data: rgba }
}

/**
 * The frames as 8 bits a channel, one at a time, all of the first one's size.
 *
 * @throws Error when a frame has another size than the first, or when there is no frame at all.
 */
export async function* evenFrames(
  frames: AsyncIterable<Raster>,
  signal?: AbortSignal,
): AsyncGenerator<Frame, void, void> {
  let first: Frame | undefined
  let index = 0
  for await (const raster of frames) {
    signal?.throwIfAborted()
    const frame = toFrame(raster)
    first ??= frame
    if (frame.width !== first.width || frame.height !== first.height) {
      throw new Error(
        `Frame ${index + 1} is ${frame.width} × ${frame.height}, but the film began with ` +
          `${first.width} × ${first.height}. All frames of a film need one size.`,
      )
    }
    yield frame
    index++
  }
  if (index === 0) throw new Error('There is no frame to make a film of.')
}
