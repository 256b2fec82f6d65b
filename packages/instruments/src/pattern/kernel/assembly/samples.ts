/**
 * Several samples a pixel, averaged in linear light and weighted by alpha. Sums are whole numbers of 2⁻²⁴, so that their
 * order does not matter: pixels that mirror each other sum the same samples in opposite orders and must agree.
 */
import * as at from '../layout.ts'
import { paint, sums, word } from './scene.ts'
import { clamp, fromLinear, toLinear } from './transfer.ts'

const unit: f32 = 16777216

/** Empties the sums of the block's first strips. */
export function clearSums(strips: i32): void {
  memory.fill(sums, 0, <usize>strips * 4 * at.rowBytes)
}

/** Adds the block's colours to the sums. */
export function addSamples(strips: i32): void {
  const grey = word(at.mode) == at.colorBw
  const opaque = word(at.alpha) == at.alphaOff
  for (let strip = 0; strip < strips; strip++) {
    for (let half = 0; half < at.rowBytes; half += 16) {
      const offset = <usize>(strip * 4 * at.rowBytes + half)
      const alpha = opaque ? f32x4.splat(1) : clamp(v128.load(paint + offset, 96))
      add(offset, alpha)
      if (!grey) {
        add(offset + 32, alpha)
        add(offset + 64, alpha)
      }
      if (!opaque) addTo(sums + offset + 96, alpha)
    }
  }
}

function add(offset: usize, alpha: v128): void {
  addTo(sums + offset, f32x4.mul(toLinear(clamp(v128.load(paint + offset))), alpha))
}

function addTo(sum: usize, value: v128): void {
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(value, f32x4.splat(unit))))
  v128.store(sum, i32x4.add(v128.load(sum), whole))
}

/** The means of `count` samples as colours. A pixel without any alpha is black. */
export function averageSamples(strips: i32, count: i32): void {
  const grey = word(at.mode) == at.colorBw
  const opaque = word(at.alpha) == at.alphaOff
  const all = f32x4.splat(unit * <f32>count)
  for (let strip = 0; strip < strips; strip++) {
    for (let half = 0; half < at.rowBytes; half += 16) {
      const offset = <usize>(strip * 4 * at.rowBytes + half)
      const weight = opaque ? all : f32x4.convert_i32x4_s(v128.load(sums + offset, 96))
      average(offset, weight)
      if (!grey) {
        average(offset + 32, weight)
        average(offset + 64, weight)
      }
      if (!opaque) v128.store(paint + offset, f32x4.div(weight, all), 96)
    }
  }
}

function average(offset: usize, weight: v128): void {
  const light = f32x4.div(f32x4.convert_i32x4_s(v128.load(sums + offset)), weight)
  v128.store(paint + offset, fromLinear(clamp(light)))
}
