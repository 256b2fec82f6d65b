/**
 * Tiles: how a picture of any size goes through a network of one fixed size.
 *
 * Before each step the picture is shifted at random, as on a torus (google/deepdream's jitter). That makes the
 * picture endless, so tiles need no special case at its edges: along each axis n tiles of one size are spread evenly
 * around the torus, each delivers the gradient of its n-th part, and what it sees beyond that part on both sides is
 * overlap, which keeps the network's zero padding away from what is used. With more than one tile the shift is drawn
 * from a whole tile instead of ±jitter, so that seams fall elsewhere each step and vanish (crowsonkb/deep_dream).
 * A picture smaller than the network can see is simply seen several times over.
 */
import type { Normalisation } from './normalisation.ts'
import type { Size } from './octaves.ts'
import type { Planes } from './planes.ts'

/** How far a tile sees beyond the part that it delivers, on both sides together, in pixels. */
export const OVERLAP = 48

/** One axis of a tiling. */
interface Axis {
  /** Length of a tile. */
  readonly tile: number
  /** Number of tiles. */
  readonly count: number
}

/** How an octave is cut into tiles of one size. */
export interface Tiling {
  readonly across: Axis
  readonly down: Axis
}

/** One tile: where it starts on the torus, and which part of it is used. All in pixels. */
export interface Tile {
  readonly x: number
  readonly y: number
  /** Offset of the used part within the tile, and its size. */
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function axis(length: number, largest: number, smallest: number): Axis {
  if (length <= largest) return { tile: Math.max(length, smallest), count: 1 }
  const count = Math.ceil(length / Math.max(1, largest - OVERLAP))
  // All tiles as small as the overlap allows; a multiple of 16 px keeps the strided layers aligned.
  const tile = Math.ceil((Math.ceil(length / count) + OVERLAP) / 16) * 16
  return { tile: Math.max(Math.min(tile, largest), smallest), count }
}

/**
 * The tiling of an octave.
 * @param largest longest side of a tile, in pixels
 * @param smallest shortest side that the network can see
 */
export function tilingOf(size: Size, largest: number, smallest: number): Tiling {
  return {
    across: axis(size.width, Math.max(largest, smallest), smallest),
    down: axis(size.height, Math.max(largest, smallest), smallest),
  }
}

/** Whether a tiling has more than one tile. */
export function isTiled(tiling: Tiling): boolean {
  return tiling.across.count * tiling.down.count > 1
}

/** The tiles of a tiling, for a shift of the torus. Used parts cover each pixel exactly once. */
export function tilesOf(size: Size, tiling: Tiling, shift: { x: number; y: number }): Tile[] {
  const columns = parts(size.width, tiling.across, shift.x)
  const rows = parts(size.height, tiling.down, shift.y)
  return rows.flatMap((row) =>
    columns.map((column) => ({
      x: column.start,
      y: row.start,
      left: column.offset,
      top: row.offset,
      width: column.length,
      height: row.length,
    })),
  )
}

function parts(length: number, { tile, count }: Axis, shift: number) {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * length) / count)
    const to = Math.floor(((index + 1) * length) / count)
    const offset = count === 1 ? 0 : Math.floor((tile - (to - from)) / 2)
    return { start: wrap(from - offset + shift, length), offset, length: to - from }
  })
}

/** `value` modulo `length`, never negative. */
function wrap(value: number, length: number): number {
  return ((value % length) + length) % length
}

/** Copies a tile out of the torus into a network's input `[1, 3, height, width]`, normalised on the way. */
export function readTile(
  planes: Planes,
  tile: { readonly x: number; readonly y: number },
  width: number,
  height: number,
  normalisation: Normalisation,
  into: Float32Array,
): void {
  const { data } = planes
  const size = planes.width * planes.height
  let to = 0
  for (let channel = 0; channel < 3; channel++) {
    const scale = normalisation.scale[channel]!
    const offset = normalisation.offset[channel]!
    const plane = normalisation.order[channel]! * size
    for (let y = 0; y < height; y++) {
      const row = plane + ((tile.y + y) % planes.height) * planes.width
      let x = tile.x
      for (let left = width; left > 0;) {
        const run = Math.min(left, planes.width - x)
        const end = row + x + run
        for (let from = row + x; from < end; from++) into[to++] = data[from]! * scale + offset
        left -= run
        x = 0
      }
    }
  }
}

/**
 * Copies the used part of a tile's gradient back to its place in the picture's gradient, as the gradient of the
 * pixels' own values.
 * @param tileWidth width of `gradient`, `[1, 3, tileHeight, tileWidth]`
 * @returns sum of the magnitudes of what was copied, each weighted by `weight` (one plane) where that is given
 */
export function writeTile(
  gradient: Float32Array,
  tile: Tile,
  tileWidth: number,
  tileHeight: number,
  normalisation: Normalisation,
  planes: Planes,
  weight?: Float32Array,
): number {
  const { data } = planes
  const size = planes.width * planes.height
  let sum = 0
  for (let channel = 0; channel < 3; channel++) {
    const scale = normalisation.scale[channel]!
    const plane = normalisation.order[channel]! * size
    for (let y = 0; y < tile.height; y++) {
      const row = ((tile.y + tile.top + y) % planes.height) * planes.width
      let from = (channel * tileHeight + tile.top + y) * tileWidth + tile.left
      let x = (tile.x + tile.left) % planes.width
      for (let left = tile.width; left > 0;) {
        const run = Math.min(left, planes.width - x)
        const end = row + x + run
        if (weight === undefined) {
          for (let at = row + x; at < end; at++) {
            const value = gradient[from++]! * scale
            data[plane + at] = value
            sum += Math.abs(value)
          }
        } else {
          for (let at = row + x; at < end; at++) {
            const value = gradient[from++]! * scale
            data[plane + at] = value
            sum += Math.abs(value) * weight[at]!
          }
        }
        left -= run
        x = 0
      }
    }
  }
  return sum
}
