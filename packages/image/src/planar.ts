/** Planes of floats, as networks want them: [3, height, width], red first, 0…255. */
import { ImageError } from './error.ts'
import { fullScale, type Raster } from './raster.ts'

/**
 * The colours of a raster as three planes, 0…255 whatever its depth. Grey is given to all three; alpha is left out
 * (`alphaOf` has it).
 */
export function toPlanar(raster: Raster): Float32Array {
  const { channels, data } = raster
  const size = raster.width * raster.height
  const scale = 255 / fullScale(raster.depth)
  const planar = new Float32Array(3 * size)
  const step = channels >= 3 ? 1 : 0
  for (let plane = 0; plane < 3; plane++) {
    const base = plane * size
    for (let pixel = 0, at = plane * step; pixel < size; pixel++, at += channels)
      planar[base + pixel] = (data[at] ?? 0) * scale
  }
  return planar
}

/** The alpha of a raster, 0…255 as 8 bits, or undefined when it has no alpha channel. */
export function alphaOf(raster: Raster): Uint8Array | undefined {
  const { channels, data } = raster
  if (channels !== 2 && channels !== 4) return undefined
  const scale = 255 / fullScale(raster.depth)
  const alpha = new Uint8Array(raster.width * raster.height)
  for (let pixel = 0, at = channels - 1; pixel < alpha.length; pixel++, at += channels)
    alpha[pixel] = Math.floor((data[at] ?? 0) * scale + 0.5)
  return alpha
}

/**
 * Three planes as an 8-bit raster: clipped to 0…255 and rounded half up.
 * @param planar [3, height, width]
 * @param alpha height × width values 0…255; makes the raster RGBA
 * @throws ImageError when the sizes do not match
 */
export function fromPlanar(
  planar: Float32Array,
  width: number,
  height: number,
  alpha?: Uint8Array | Uint8ClampedArray,
): Raster {
  const size = width * height
  if (planar.length !== 3 * size || (alpha !== undefined && alpha.length !== size))
    throw new ImageError(
      `Planes of ${width} × ${height} have 3 × ${size} values and ${size} of alpha, found ${planar.length} and ${alpha?.length ?? 'none'}.`,
    )
  const channels = alpha === undefined ? 3 : 4
  // A clamped array rounds half to even; adding half and cutting rounds half up, the same in every engine.
  const data = new Uint8Array(size * channels)
  for (let plane = 0; plane < 3; plane++) {
    const base = plane * size
    for (let pixel = 0, at = plane; pixel < size; pixel++, at += channels) {
      const value = (planar[base + pixel] ?? 0) + 0.5
      data[at] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  if (alpha !== undefined) for (let pixel = 0; pixel < size; pixel++) data[pixel * 4 + 3] = alpha[pixel] ?? 0
  return { width, height, channels, depth: 8, data }
}
