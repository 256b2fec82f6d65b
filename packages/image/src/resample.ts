/**
 * Resampling by our own code, so that Node and browsers get the same bytes: only sums, products and comparisons of
 * doubles, in a fixed order.
 *
 * Separable. Each output row needs some input rows; those are resampled across as they come and kept in a ring as long
 * as needed, so the memory beside input and output is a few rows. Values are those of the file (sRGB, as the reference
 * dream does), not linear light. Colours are weighted by alpha, so that what is transparent does not bleed.
 */
import { ImageError } from './error.ts'
import { emptyData, fullScale, hasAlphaChannel, type Raster } from './raster.ts'
import { tapsOf, type Method, type Taps } from './taps.ts'

/**
 * The raster at another size, of the same depth and channels.
 * @param width 1 or more, like `height`
 * @throws ImageError when a size is not a whole number above zero
 */
export function resample(raster: Raster, width: number, height: number, method: Method): Raster {
  checkSize(width, height)
  const { channels, depth } = raster
  const data = emptyData(depth, width * height * channels)
  const peak = fullScale(depth)
  const alpha = hasAlphaChannel(raster)
  const inRow = new Float32Array(raster.width * channels)
  resampleRows({
    channels,
    across: tapsOf(raster.width, width, method),
    down: tapsOf(raster.height, height, method),
    read: (y) => {
      // Always floats, so that the inner loops meet one kind of array and stay fast.
      inRow.set(raster.data.subarray(y * inRow.length, (y + 1) * inRow.length))
      if (alpha) multiplyByAlpha(inRow, channels, peak)
      return inRow
    },
    write: (y, row) => {
      if (alpha) divideByAlpha(row, channels, peak)
      storeRow(data, y * row.length, row, depth, peak)
    },
  })
  return { width, height, channels, depth, data }
}

/**
 * Planes of floats at another size. Nothing is clipped, so that details below zero survive.
 * @param data [channels, height, width]
 * @returns [channels, toHeight, toWidth]
 */
export function resamplePlanar(
  data: Float32Array,
  channels: number,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
  method: Method,
): Float32Array {
  checkSize(toWidth, toHeight)
  if (data.length !== channels * width * height)
    throw new ImageError(
      `${channels} planes of ${width} × ${height} have ${channels * width * height} values, found ${data.length}.`,
    )
  if (width === toWidth && height === toHeight) return data.slice()
  const result = new Float32Array(channels * toWidth * toHeight)
  const across = tapsOf(width, toWidth, method)
  const down = tapsOf(height, toHeight, method)
  for (let plane = 0; plane < channels; plane++) {
    const from = plane * width * height
    const to = plane * toWidth * toHeight
    resampleRows({
      channels: 1,
      across,
      down,
      read: (y) => data.subarray(from + y * width, from + (y + 1) * width),
      write: (y, row) => result.set(row, to + y * toWidth),
    })
  }
  return result
}

interface Rows {
  readonly channels: number
  readonly across: Taps
  readonly down: Taps
  /** The values of input row y; asked for in order, each once at most. */
  readonly read: (y: number) => Float32Array
  /** Takes output row y; the array is used again. */
  readonly write: (y: number, row: Float32Array) => void
}

function resampleRows({ channels, across, down, read, write }: Rows): void {
  const rowLength = across.count * channels
  const ring = Array.from({ length: down.most }, () => new Float32Array(rowLength))
  const output = new Float32Array(rowLength)
  let ready = 0
  for (let y = 0; y < down.count; y++) {
    const start = down.starts[y] ?? 0
    const length = down.lengths[y] ?? 0
    for (ready = Math.max(ready, start); ready < start + length; ready++)
      resampleRow(read(ready), ring[ready % down.most] ?? output, across, channels)
    combine(output, ring, start, down.weights.subarray(y * down.most, y * down.most + length))
    write(y, output)
  }
}

function resampleRow(from: Float32Array, to: Float32Array, taps: Taps, channels: number): void {
  const { count, most, starts, lengths, weights } = taps
  for (let x = 0, at = 0; x < count; x++) {
    const first = x * most
    const end = first + (lengths[x] as number)
    const base = (starts[x] as number) * channels
    for (let channel = 0; channel < channels; channel++, at++) {
      let sum = 0
      for (let tap = first, source = base + channel; tap < end; tap++, source += channels)
        sum += (weights[tap] as number) * (from[source] as number)
      to[at] = sum
    }
  }
}

/** The weighted sum of rows, two at a time: each pass over the row costs as much as the sums in it. */
function combine(to: Float32Array, ring: readonly Float32Array[], start: number, weights: Float64Array): void {
  const rowOf = (tap: number) => ring[(start + tap) % ring.length] as Float32Array
  const odd = weights.length % 2
  if (odd === 1) scale(to, rowOf(0), weights[0] as number)
  else to.fill(0)
  for (let tap = odd; tap < weights.length; tap += 2)
    addTwo(to, rowOf(tap), weights[tap] as number, rowOf(tap + 1), weights[tap + 1] as number)
}

function scale(to: Float32Array, row: Float32Array, weight: number): void {
  if (weight === 1) to.set(row)
  else for (let at = 0; at < to.length; at++) to[at] = weight * (row[at] as number)
}

function addTwo(
  to: Float32Array,
  one: Float32Array,
  weight: number,
  other: Float32Array,
  otherWeight: number,
): void {
  for (let at = 0; at < to.length; at++)
    to[at] = (to[at] as number) + weight * (one[at] as number) + otherWeight * (other[at] as number)
}

function multiplyByAlpha(row: Float32Array, channels: number, peak: number): void {
  for (let at = channels - 1; at < row.length; at += channels) {
    const share = (row[at] as number) / peak
    for (let back = 1; back < channels; back++) row[at - back] = (row[at - back] as number) * share
  }
}

function divideByAlpha(row: Float32Array, channels: number, peak: number): void {
  for (let at = channels - 1; at < row.length; at += channels) {
    const alpha = row[at] as number
    const factor = alpha > 0 ? peak / alpha : 0
    for (let back = 1; back < channels; back++) row[at - back] = (row[at - back] as number) * factor
  }
}

function storeRow(
  data: Raster['data'],
  start: number,
  row: Float32Array,
  depth: Raster['depth'],
  peak: number,
): void {
  const round = depth === 'float' ? 0 : 0.5
  for (let at = 0; at < row.length; at++) {
    const value = (row[at] as number) + round
    // Integer arrays cut the fraction off.
    data[start + at] = value < 0 ? 0 : value > peak ? peak : value
  }
}

function checkSize(width: number, height: number): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new ImageError(`A picture's size is two whole numbers above zero, found ${width} × ${height}.`)
}
