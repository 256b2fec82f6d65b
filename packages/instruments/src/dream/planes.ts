/**
 * Pictures while they are dreamed: three planes of floats, one after another (red, green, blue), each in rows,
 * on a scale of 0 to 255; and the two resamplings of the algorithm, both of order 1 (linear).
 *
 * Linear interpolation maps corners to corners, as scipy.ndimage.zoom does in google/deepdream: pixel 0 stays pixel
 * 0 and the last pixel the last, so that enlarging a detail never looks beyond its edge.
 */

/** `data` holds `channels` planes of `width × height`. */
export interface Planes {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Float32Array
}

/** Planes full of zeros. */
export function emptyPlanes(width: number, height: number, channels = 3): Planes {
  return { width, height, channels, data: new Float32Array(channels * width * height) }
}

/** Where each of `size` samples lies between two of `from` samples: the lower one, and the share of the upper. */
function taps(size: number, from: number): { low: Int32Array; share: Float64Array } {
  const low = new Int32Array(size)
  const share = new Float64Array(size)
  const scale = size > 1 ? (from - 1) / (size - 1) : 0
  for (let index = 0; index < size; index++) {
    const at = index * scale
    const floor = Math.min(Math.floor(at), Math.max(from - 2, 0))
    low[index] = floor
    share[index] = from > 1 ? at - floor : 0
  }
  return { low, share }
}

/**
 * Linear resampling to another size, corners on corners. The same size gives a copy.
 * Shrinking does not average: octaves are at most a few times apart, and google/deepdream does the same.
 */
export function resizeLinear(planes: Planes, width: number, height: number): Planes {
  const { data, channels } = planes
  if (width === planes.width && height === planes.height) return { ...planes, data: data.slice() }
  const result = emptyPlanes(width, height, channels)
  const across = taps(width, planes.width)
  const down = taps(height, planes.height)
  const right = planes.width > 1 ? 1 : 0
  const below = planes.height > 1 ? planes.width : 0
  const size = planes.width * planes.height
  let to = 0
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const row = channel * size + down.low[y]! * planes.width
      const v = down.share[y]!
      for (let x = 0; x < width; x++) {
        const at = row + across.low[x]!
        const u = across.share[x]!
        const top = data[at]! + u * (data[at + right]! - data[at]!)
        const bottom = data[at + below]! + u * (data[at + below + right]! - data[at + below]!)
        result.data[to++] = top + v * (bottom - top)
      }
    }
  }
  return result
}

/** `left += right`, in place. */
export function addTo(left: Planes, right: Planes): void {
  const { data } = left
  for (let index = 0; index < data.length; index++) data[index]! += right.data[index]!
}

/** `left −= right`, in place. */
export function subtractFrom(left: Planes, right: Planes): void {
  const { data } = left
  for (let index = 0; index < data.length; index++) data[index]! -= right.data[index]!
}
