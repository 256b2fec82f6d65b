/**
 * tanh and the logistic function as netart-js has them: the double that `Math.tanh(x)`, `1 / (1 + Math.exp(-x))` gives
 * for a float32 x, rounded to float32.
 *
 * Nothing here is that double itself. Both are within about 2⁻⁵³ of the true value, and so a rounding to 24 digits goes
 * another way only where the true value is as near to the middle between two float32 as that. How often it does over all
 * float32 is counted by `npm run check-netart -w @reverie/instruments`: never (README.md).
 *
 * tanh takes the nearest multiple of 1/64, a, and r = x − a, |r| ≤ 1/128:
 *
 *     tanh(a + r) = t + (1 − t²) · τ / (1 + t · τ),   t = tanh a, τ = tanh r = r · (15 + r²) / (15 + 6r²)
 *
 * where τ is a continued fraction cut off, 2⁻⁵⁴ of it at most; with τ's denominator multiplied through, one division is left.
 *
 * Constants are loaded, not written as literals: V8 makes a vector literal anew in every turn of a loop, in three
 * instructions that stand in the way of the arithmetic.
 */
import { powers, tanhZero } from './netart-tables.ts'

const bounds: usize = memory.data<f32>(
  [9.03125, 9.03125, 9.03125, 9.03125, -9.03125, -9.03125, -9.03125, -9.03125, 196608, 196608, 196608, 196608],
  16,
)
const doubles: usize = memory.data<f64>([15, 15, 6, 6, 536870913, 536870913], 16)

/** Address of an entry, less what the bits of 196608 = 1.5 · 2¹⁷ leave of themselves after the shift to the left. */
const tanhBase: u32 = <u32>tanhZero - 0x84000000

/**
 * tanh of sums.
 * @param sums `size` bytes of float32, a multiple of 16, as is the place; overwritten
 * @param values where as many doubles go, each a float32
 */
export function tanhOf(sums: usize, values: usize, size: usize): void {
  const most = v128.load(bounds)
  const least = v128.load(bounds, 16)
  // Adding 1.5 · 2¹⁷ leaves 6 digits behind the point, rounded; the number of 64ths then stands in the lowest bits.
  const shift = v128.load(bounds, 32)
  for (let at: usize = 0; at < size; at += 16) {
    const x = f32x4.pmax(least, f32x4.pmin(most, v128.load(sums + at)))
    const shifted = f32x4.add(x, shift)
    v128.store(sums + at, f32x4.sub(x, f32x4.sub(shifted, shift)))
    // Where the third and fourth of the doubles will be, so that no other memory is needed.
    v128.store(values + (at << 1), i32x4.shl(shifted, 4), 16)
  }
  const fifteen = v128.load(doubles)
  const six = v128.load(doubles, 16)
  const split = v128.load(doubles, 32)
  const end = sums + size
  do {
    // 16 bytes behind the first pair of doubles, and 8 behind the second.
    tanhPair(sums, values + 16 - (sums & 8), values, fifteen, six, split)
    sums += 8
    values += 16
  } while (sums < end)
}

function tanhPair(rest: usize, entries: usize, to: usize, fifteen: v128, six: v128, split: v128): void {
  const r = f64x2.promote_low_f32x4(v128.load64_zero(rest))
  const first = v128.load(load<u32>(entries) + tanhBase)
  const second = v128.load(load<u32>(entries, 4) + tanhBase)
  const t = v128.shuffle<f64>(first, second, 0, 2)
  const slope = v128.shuffle<f64>(first, second, 1, 3)
  const square = f64x2.mul(r, r)
  const above = f64x2.mul(r, f64x2.add(square, fifteen))
  const below = f64x2.add(f64x2.mul(square, six), fifteen)
  const y = f64x2.add(t, f64x2.div(f64x2.mul(above, slope), f64x2.add(below, f64x2.mul(t, above))))
  // Veltkamp's splitting rounds to 24 digits. It is free in ties, of which there are none: tanh x is irrational.
  const wide = f64x2.mul(y, split)
  v128.store(to, f64x2.sub(wide, f64x2.sub(wide, y)))
}

/**
 * The logistic function of sums, as 1 / (1 + e⁻ˣ) in doubles: what it gives in ties between two float32 depends on that.
 * Parameters as tanhOf's.
 */
export function logisticOf(sums: usize, values: usize, size: usize): void {
  for (let at: usize = 0; at < size; at += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(sums + at))
    const e = exponential(f64x2.neg(x))
    const y = f64x2.div(f64x2.splat(1), f64x2.add(e, f64x2.splat(1)))
    v128.store(values + (at << 1), f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(y)))
  }
}

/**
 * eˣ, to little more than half a unit in its last place: 2 to the power of the nearest multiple of 1/128, times a
 * polynomial. Bounded to what makes a difference to 1 / (1 + eˣ) in float32.
 */
function exponential(x: v128): v128 {
  const bounded = f64x2.pmax(f64x2.splat(-50), f64x2.pmin(f64x2.splat(110), x))
  // 1.5 · 2⁵² leaves no digits behind the point.
  const shifted = f64x2.add(f64x2.mul(bounded, f64x2.splat(184.6649652337873)), f64x2.splat(6755399441055744))
  const parts = f64x2.sub(shifted, f64x2.splat(6755399441055744))
  const near = f64x2.sub(bounded, f64x2.mul(parts, f64x2.splat(0.005415212348111709)))
  const r = f64x2.sub(near, f64x2.mul(parts, f64x2.splat(1.2864023111638346e-14)))
  const table = powers
  const first = v128.load64_zero(table + ((<usize>i32x4.extract_lane(shifted, 0) & 127) << 3))
  const power = v128.load64_lane(table + ((<usize>i32x4.extract_lane(shifted, 2) & 127) << 3), first, 1)
  let p = f64x2.add(f64x2.mul(r, f64x2.splat(1.0 / 120)), f64x2.splat(1.0 / 24))
  p = f64x2.add(f64x2.mul(r, p), f64x2.splat(1.0 / 6))
  p = f64x2.add(f64x2.mul(r, p), f64x2.splat(0.5))
  p = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), p))
  const e = f64x2.add(power, f64x2.mul(power, p))
  // Whole powers of two go into the exponent: 7 bits of `shifted` are the 128ths.
  return i64x2.add(e, i64x2.shl(v128.and(shifted, i64x2.splat(~127)), 45))
}
