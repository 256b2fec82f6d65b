/**
 * A picture as layers of even colour, each of them where a field of numbers is above zero, to be laid one on the other.
 *
 * Where one output makes the colour (bw, gradient), the layers are its levels: each lies inside the one below.
 *
 * Where several do, the picture is brought to a few colours, and each point belongs to the nearest of them in OKLab. The
 * border between two of them is where both are equally near, which a smooth picture crosses smoothly: with d_j the squared
 * distance to colour j, from dark to light, layer k reaches upwards as far as min_{j<k} d_j − min_{j≥k} d_j is above zero.
 * That alone would lay every layer under all that are above it, and where dark meets light directly the edges of all
 * layers between would lie on one line and shine through. So layer k is only drawn where k is the nearest of all above it,
 * too, and two cells of the grid beyond, where the layers above cover it: a printer's trap, which leaves no gap.
 */
import { srgbToOklab, type Raster } from '@reverie/image'

/** Numbers on a grid, in rows from the top; inside a layer they are above `threshold`. */
export interface Layer {
  /** [height, width] */
  readonly field: Float32Array
  readonly threshold: number
  readonly color: string
}

/** A drawing's ground and the layers on it, from back to front. */
export interface Layers {
  readonly ground: string
  readonly layers: Iterable<Layer>
}

/** Cells by which a layer reaches under the next ones. */
const trap = 2

/**
 * Levels of one field: equal steps from its least to its greatest value, each with the colour of the mean of its values.
 * @param field [height, width]
 * @param count of levels; fewer are drawn where some have the same colour
 * @param colorAt the colour of a value, `#rrggbb`
 */
export function levelLayers(field: Float32Array, count: number, colorAt: (value: number) => string): Layers {
  let least = Infinity
  let greatest = -Infinity
  for (const value of field) {
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  const step = (greatest - least) / count
  const sums = new Float64Array(count)
  const counts = new Float64Array(count)
  for (const value of field) {
    const level = step > 0 ? Math.min(count - 1, Math.floor((value - least) / step)) : 0
    sums[level]! += value
    counts[level]!++
  }
  const used = Array.from(counts.keys()).filter((level) => counts[level]! > 0)
  const [lowest, ...higher] = used.map((level) => ({
    threshold: least + level * step,
    color: colorAt(sums[level]! / counts[level]!),
  }))
  const ground = lowest!.color
  const layers: Layer[] = []
  for (const { threshold, color } of higher)
    if (color !== (layers.at(-1)?.color ?? ground)) layers.push({ field, threshold, color })
  return { ground, layers }
}

/** Colours as OKLab, three planes [height, width]. @param raster floats, grey or beginning with red, green and blue */
export function labPlanes({ width, height, channels, data }: Raster): Float32Array {
  const size = width * height
  const planes = new Float32Array(3 * size)
  const step = channels < 3 ? 0 : 1
  const clipped = (at: number): number => Math.min(1, Math.max(0, data[at]!))
  for (let at = 0, from = 0; at < size; at++, from += channels) {
    const lab = srgbToOklab([clipped(from), clipped(from + step), clipped(from + 2 * step)])
    planes[at] = lab[0]
    planes[size + at] = lab[1]
    planes[2 * size + at] = lab[2]
  }
  return planes
}

/**
 * Layers of the nearest colours.
 * @param planes OKLab, three planes [height, width]
 * @param width of a plane
 * @param colors in OKLab from back to front, and as they are drawn
 */
export function colorLayers(
  planes: Float32Array,
  width: number,
  colors: readonly { readonly lab: readonly [number, number, number]; readonly hex: string }[],
): Layers {
  const size = planes.length / 3
  const height = size / width
  // The least distance to a colour and all above it: each is taken from the one above.
  const above: Float32Array[] = []
  for (let index = colors.length - 1; index > 0; index--) {
    const distances = distanceTo(planes, colors[index]!.lab)
    lower(distances, above[index + 1])
    above[index] = distances
  }
  function* layers(): Generator<Layer, void, void> {
    const below = distanceTo(planes, colors[0]!.lab)
    for (let index = 1; index < colors.length; index++) {
      const own = distanceTo(planes, colors[index]!.lab)
      const field = above[index]!
      for (let at = 0; at < size; at++) field[at] = below[at]! - field[at]!
      const higher = above[index + 1]
      if (higher !== undefined)
        lower(
          field,
          widened(
            own.map((distance, at) => higher[at]! - distance),
            width,
            height,
          ),
        )
      lower(below, own)
      yield { field, threshold: 0, color: colors[index]!.hex }
    }
  }
  return { ground: colors[0]!.hex, layers: layers() }
}

function distanceTo(planes: Float32Array, [lightness, a, b]: readonly [number, number, number]): Float32Array {
  const size = planes.length / 3
  const distances = new Float32Array(size)
  for (let at = 0; at < size; at++) {
    const x = planes[at]! - lightness
    const y = planes[size + at]! - a
    const z = planes[2 * size + at]! - b
    distances[at] = x * x + y * y + z * z
  }
  return distances
}

/** Each value becomes the lower of itself and the other's. */
function lower(field: Float32Array, other: Float32Array | undefined): void {
  if (other === undefined) return
  for (let at = 0; at < field.length; at++) if (other[at]! < field[at]!) field[at] = other[at]!
}

/** Each value becomes the greatest within `trap` cells in rows and columns. */
function widened(field: Float32Array, width: number, height: number): Float32Array {
  const across = new Float32Array(field.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let most = -Infinity
      for (let near = Math.max(0, x - trap); near <= Math.min(width - 1, x + trap); near++)
        most = Math.max(most, field[y * width + near]!)
      across[y * width + x] = most
    }
  }
  const both = new Float32Array(field.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let most = -Infinity
      for (let near = Math.max(0, y - trap); near <= Math.min(height - 1, y + trap); near++)
        most = Math.max(most, across[near * width + x]!)
      both[y * width + x] = most
    }
  }
  return both
}
