/** Places to put pieces: evenly spread over the canvas, or over a shape on it. */
import { Delaunay } from 'd3-delaunay'
import { cellsOf } from './cells.ts'

/** A shape that pieces stay in: stretched over the canvas, inside where a value is at least 128. */
export interface Mask {
  readonly width: number
  readonly height: number
  /** [height, width] */
  readonly data: Uint8Array
}

/** Whether a point of the canvas lies in the shape. */
export function insideMask(mask: Mask, x: number, y: number, width: number, height: number): boolean {
  if (x < 0 || y < 0 || x > width || y > height) return false
  const column = Math.min(mask.width - 1, Math.floor((x / width) * mask.width))
  const row = Math.min(mask.height - 1, Math.floor((y / height) * mask.height))
  return mask.data[row * mask.width + column]! >= 128
}

/** Share of the canvas that lies in the shape. */
export function shareInside(mask: Mask): number {
  return mask.data.reduce((sum, value) => sum + (value >= 128 ? 1 : 0), 0) / mask.data.length
}

/**
 * n different places on a rectangle: rows of equal height, shifted by half a place in turn, with nearly equal numbers,
 * then evened by a few of Lloyd's steps.
 * @param held places that are taken: they replace the nearest free ones, first come first served, and stay put
 * @returns [n, 2]; the held ones come first
 */
export function rectangleSites(
  count: number,
  width: number,
  height: number,
  held: readonly (readonly [number, number])[],
): Float64Array {
  const sites = new Float64Array(2 * count)
  const rows = Math.min(count, Math.max(1, Math.round(Math.sqrt((count * height) / (width * (Math.sqrt(3) / 2))))))
  for (let row = 0, site = 0; row < rows; row++) {
    const places = Math.floor(((row + 1) * count) / rows) - Math.floor((row * count) / rows)
    for (let place = 0; place < places; place++, site++) {
      sites[2 * site] = ((place + 0.5 + (row % 2 === 0 ? -0.25 : 0.25)) * width) / places
      sites[2 * site + 1] = ((row + 0.5) * height) / rows
    }
  }
  hold(sites, held)
  for (let step = 0; step < LLOYD; step++) {
    const { centroids } = cellsOf(sites, width, height)
    sites.set(centroids.subarray(2 * held.length), 2 * held.length)
  }
  return sites
}

/**
 * n different places inside a shape: points of an even sequence, then Lloyd's steps over more of them.
 * @throws RangeError when the shape is empty
 */
export function maskSites(
  count: number,
  width: number,
  height: number,
  mask: Mask,
  held: readonly (readonly [number, number])[],
): Float64Array {
  const samples = samplesOf(mask, width, height, count)
  if (samples.length === 0) {
    throw new RangeError('The mask of a collage has no pixel of at least 128, so there is no place for any piece.')
  }
  const sites = samples.slice(0, 2 * count)
  hold(sites, held)
  for (let step = 0; step < MASK_LLOYD; step++) {
    const delaunay = new Delaunay(sites)
    const sums = new Float64Array(3 * count)
    let near = 0
    for (let at = 0; at < samples.length; at += 2) {
      near = delaunay.find(samples[at]!, samples[at + 1]!, near)
      sums[3 * near]! += samples[at]!
      sums[3 * near + 1]! += samples[at + 1]!
      sums[3 * near + 2]!++
    }
    for (let site = held.length; site < count; site++) {
      const number = sums[3 * site + 2]!
      if (number === 0) continue
      const x = sums[3 * site]! / number
      const y = sums[3 * site + 1]! / number
      // The middle of a cell that bends around a corner can lie outside; then the site stays where it was.
      if (!insideMask(mask, x, y, width, height)) continue
      sites[2 * site] = x
      sites[2 * site + 1] = y
    }
  }
  return sites
}

const LLOYD = 5
const MASK_LLOYD = 24
const SAMPLES_A_PIECE = 24

/**
 * Points of the R2 sequence (Roberts 2018) that lie in the shape, `SAMPLES_A_PIECE` for each piece: evenly spread,
 * whatever number of them is taken, and without rows that Lloyd's steps could come to rest on.
 */
function samplesOf(mask: Mask, width: number, height: number, count: number): Float64Array {
  const share = shareInside(mask)
  if (share === 0) return new Float64Array()
  const samples: number[] = []
  const tries = Math.ceil((count * SAMPLES_A_PIECE) / share)
  for (let at = 1; at <= tries; at++) {
    const x = ((0.5 + at * 0.7548776662466927) % 1) * width
    const y = ((0.5 + at * 0.5698402909980532) % 1) * height
    if (insideMask(mask, x, y, width, height)) samples.push(x, y)
  }
  return samples.length >= 2 * count ? Float64Array.from(samples) : pixelSamples(mask, width, height, count)
}

/** A shape so fine that too few points hit it: its own pixels, divided until there are enough. */
function pixelSamples(mask: Mask, width: number, height: number, count: number): Float64Array {
  const inside = [...mask.data.keys()].filter((at) => mask.data[at]! >= 128)
  const parts = Math.ceil(Math.sqrt((4 * count) / inside.length)) + 1
  const samples: number[] = []
  for (const at of inside) {
    const column = at % mask.width
    const row = Math.floor(at / mask.width)
    for (let part = 0; part < parts * parts; part++) {
      const u = column + ((part % parts) + 0.5) / parts
      const v = row + (Math.floor(part / parts) + 0.5) / parts
      samples.push((u * width) / mask.width, (v * height) / mask.height)
    }
  }
  return Float64Array.from(samples)
}

/** Exchanges the nearest sites for the held places and puts them first. */
function hold(sites: Float64Array, held: readonly (readonly [number, number])[]): void {
  for (const [index, [x, y]] of held.entries()) {
    let nearest = index
    let least = Infinity
    for (let site = index; 2 * site < sites.length; site++) {
      const square = (sites[2 * site]! - x) ** 2 + (sites[2 * site + 1]! - y) ** 2
      if (square < least) [nearest, least] = [site, square]
    }
    sites.copyWithin(2 * nearest, 2 * index, 2 * index + 2)
    sites[2 * index] = x
    sites[2 * index + 1] = y
  }
}
