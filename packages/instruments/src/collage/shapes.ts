/** Outlines that pieces can fill, as masks that are stretched over the room they have. */
import type { Raster } from '@reverie/image'
import { InstrumentError, type Size } from '../instrument.ts'
import type { Mask } from './layout/index.ts'
import type { CollageParameters } from './params.ts'

/** Longer side of a mask, in its own pixels. */
const SIDE = 384

type Inside = (x: number, y: number) => boolean

/** In a square from −1 to 1, y down. */
const insides: Readonly<Record<Exclude<CollageParameters['shape'], 'canvas'>, Inside>> = {
  circle: (x, y) => x * x + y * y <= 1,
  // (x² + y² − 1)³ = x² y³, stretched to fill the square.
  heart: (x, y) => {
    const u = 1.14 * x
    const v = 0.11 - 1.12 * y
    return (u * u + v * v - 1) ** 3 <= u * u * v ** 3
  },
  star: (x, y) => {
    const v = y + 0.05
    const sector = Math.PI / 5
    const angle = Math.atan2(x, -v)
    const from = Math.abs(angle - 2 * sector * Math.round(angle / (2 * sector)))
    // A straight edge from the tip (radius 1) to the notch (radius 0.48).
    const notch = 0.48
    const edge =
      (notch * Math.sin(sector)) /
      (Math.sin(from) * (1 - notch * Math.cos(sector)) + notch * Math.sin(sector) * Math.cos(from))
    return Math.hypot(x, v) <= 1.05 * edge
  },
  drop: (x, y) => {
    const u = x / 0.72
    const v = y - 0.28
    if (v >= 0) return u * u + (v / 0.72) ** 2 <= 1
    const t = (v + 1.28) / 1.28
    return t >= 0 && Math.abs(u) <= Math.sin((t ** 1.6 * Math.PI) / 2)
  },
}

/**
 * The mask of a shape, in proportion: as large as fits into the room, in its middle.
 * @returns undefined for the whole canvas
 */
export function shapeMask(shape: CollageParameters['shape'], { width, height }: Size): Mask | undefined {
  if (shape === 'canvas') return undefined
  const inside = insides[shape]
  const size = maskSize({ width, height })
  const half = Math.min(size.width, size.height) / 2
  return filled(size, (column, row) =>
    inside((column + 0.5 - size.width / 2) / half, (row + 0.5 - size.height / 2) / half),
  )
}

/**
 * The mask of a picture: what is white in it, or opaque where it has transparency; as large as fits, in proportion.
 * @throws InstrumentError when nothing of it is
 */
export function pictureMask(raster: Raster, room: Size, name: string): Mask {
  const size = maskSize(room)
  const scale = Math.min(size.width / raster.width, size.height / raster.height)
  const { channels, data } = raster
  const left = (size.width - raster.width * scale) / 2
  const top = (size.height - raster.height * scale) / 2
  const alpha = channels === 2 || channels === 4
  const mask = filled(size, (column, row) => {
    const x = Math.floor((column + 0.5 - left) / scale)
    const y = Math.floor((row + 0.5 - top) / scale)
    if (x < 0 || y < 0 || x >= raster.width || y >= raster.height) return false
    const at = (y * raster.width + x) * channels
    if (alpha) return data[at + channels - 1]! >= 128
    const green = channels >= 3 ? data[at + 1]! : data[at]!
    return 0.299 * data[at]! + 0.587 * green + 0.114 * data[at + (channels >= 3 ? 2 : 0)]! >= 128
  })
  if (!mask.data.includes(255)) {
    throw new InstrumentError(
      `Nothing of the mask "${name}" is white${alpha ? ' or opaque' : ''}, so there is no place for any piece. Give a picture whose shape is white.`,
    )
  }
  return mask
}

function maskSize({ width, height }: Size): Size {
  const scale = SIDE / Math.max(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

function filled({ width, height }: Size, inside: (column: number, row: number) => boolean): Mask {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    inside(at % width, Math.floor(at / width)) ? 255 : 0,
  )
  return { width, height, data }
}
