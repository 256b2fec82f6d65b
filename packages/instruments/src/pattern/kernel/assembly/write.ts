/** From rows to a line of the picture: rounded, channels interleaved. */
import * as at from '../layout.ts'
import { block, line, paint, stripBytes, word } from './scene.ts'
import { clamp } from './transfer.ts'

/** Writes the colours of the block's first pixels as pixels `column` … `column + pixels − 1` of the line. */
export function writeColors(column: i32, pixels: i32): void {
  const channels = word(at.channels)
  const written = word(at.written)
  for (let channel = 0; channel < channels; channel++) {
    const alpha = channel == channels - 1 && (channels & 1) == 0
    const row = paint + <usize>(alpha ? 3 : channel) * at.rowBytes
    const index = <usize>(column * channels + channel)
    if (written == at.written8) {
      roundRow(row, pixels, 255)
      for (let pixel = 0; pixel < pixels; pixel++)
        store<u8>(line + index + <usize>(pixel * channels), load<u8>(placeOf(row, pixel)))
    } else if (written == at.written16) {
      roundRow(row, pixels, 65535)
      for (let pixel = 0; pixel < pixels; pixel++)
        store<u16>(line + (index + <usize>(pixel * channels)) * 2, load<u16>(placeOf(row, pixel)))
    } else {
      clampRow(row, pixels)
      for (let pixel = 0; pixel < pixels; pixel++)
        store<u32>(line + (index + <usize>(pixel * channels)) * 4, load<u32>(placeOf(row, pixel)))
    }
  }
}

/** Where a pixel's value is in a row of `paint`. */
function placeOf(row: usize, pixel: i32): usize {
  return row + <usize>((pixel >> 3) * 4 * at.rowBytes + (pixel & 7) * 4)
}

/** value · scale in place as whole numbers: exact in double, then to the nearest, halves to even. */
function roundRow(row: usize, pixels: i32, scale: f64): void {
  const factor = f64x2.splat(scale)
  for (let pixel = 0; pixel < pixels; pixel += 4) {
    const place = placeOf(row, pixel)
    const value = clamp(v128.load(place))
    const low = f64x2.promote_low_f32x4(value)
    const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(value, value, 1, 0))
    const wholeLow = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.mul(low, factor)))
    const wholeHigh = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.mul(high, factor)))
    v128.store(place, v128.shuffle<i64>(wholeLow, wholeHigh, 0, 2))
  }
}

function clampRow(row: usize, pixels: i32): void {
  for (let pixel = 0; pixel < pixels; pixel += 4) {
    const place = placeOf(row, pixel)
    v128.store(place, clamp(v128.load(place)))
  }
}

/** Writes the network's outputs as they are; what is no number as one and the same. */
export function writeOutputs(column: i32, pixels: i32): void {
  const channels = word(at.channels)
  const outputs = block + <usize>word(at.outputRow) * at.rowBytes
  let place = line + <usize>(column * channels * 4)
  for (let pixel = 0; pixel < pixels; pixel++) {
    let from = outputs + <usize>(pixel >> 3) * stripBytes + <usize>((pixel & 7) * 4)
    for (let channel = 0; channel < channels; channel++) {
      const value = load<f32>(from)
      store<f32>(place, value == value ? value : NaN)
      from += at.rowBytes
      place += 4
    }
  }
}
