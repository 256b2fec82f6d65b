/**
 * A perceptual hash: the signs of low frequencies (Zauner, "Implementation and Benchmarking of Perceptual Image Hash
 * Functions", 2010). The picture on mid-grey becomes 32 × 32 brightnesses; of their cosine transform the 64 lowest
 * frequencies without the mean, in the order of a zigzag, give a bit each: above their median or not. Sizes, codecs, small
 * blurs and changes of contrast leave most bits alone. A difference hash is quicker, but a gradient and its noise decide
 * half of its bits on the flat grounds of clip art.
 */
import { luma, resamplePlanar, toPlanar, type Raster } from '@reverie/image'
import { onGround } from './ground.ts'

const SIDE = 32
const BITS = 64

/** 64 bits; 0 for a picture of one brightness. */
export function perceptualHash(raster: Raster): bigint {
  const { width, height } = raster
  const gray = luma(toPlanar(onGround(raster, 128)))
  const small = resamplePlanar(gray, 1, width, height, SIDE, SIDE, 'area')
  const values = lowest.map(({ u, v }) => frequency(small, u, v))
  if (values.every((value) => Math.abs(value) < 1e-3 * SIDE * SIDE)) return 0n
  const sorted = values.toSorted((a, b) => a - b)
  const median = ((sorted[BITS / 2 - 1] as number) + (sorted[BITS / 2] as number)) / 2
  return values.reduce((hash, value) => (hash << 1n) | (value > median ? 1n : 0n), 0n)
}

/** How many bits differ, 0…64. */
export function hashDistance(one: bigint, other: bigint): number {
  let count = 0
  for (let rest = one ^ other; rest !== 0n; rest &= rest - 1n) count++
  return count
}

/** The lowest frequencies but for the mean, diagonal by diagonal. */
const lowest = Array.from({ length: SIDE * SIDE }, (_, index) => ({ u: index % SIDE, v: Math.floor(index / SIDE) }))
  .sort((a, b) => a.u + a.v - (b.u + b.v) || a.u - b.u)
  .slice(1, BITS + 1)

const MOST = 1 + Math.max(...lowest.map(({ u, v }) => Math.max(u, v)))
const cosines = Float64Array.from({ length: MOST * SIDE }, (_, index) =>
  Math.cos((Math.PI * Math.floor(index / SIDE) * ((index % SIDE) + 0.5)) / SIDE),
)

function frequency(pixels: Float32Array, u: number, v: number): number {
  let sum = 0
  for (let y = 0; y < SIDE; y++) {
    let row = 0
    for (let x = 0; x < SIDE; x++) row += (pixels[y * SIDE + x] as number) * (cosines[u * SIDE + x] as number)
    sum += row * (cosines[v * SIDE + y] as number)
  }
  return sum
}
