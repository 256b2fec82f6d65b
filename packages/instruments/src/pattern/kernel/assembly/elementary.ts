/** Elementary functions of 4 float32 at once, of + − × ÷ alone, so that every engine gives the same bits. */
import * as c from '../coefficients.ts'

/** a · x + b, rounded twice. */
export function polynomial(x: v128, a: v128, b: f32): v128 {
  return f32x4.add(f32x4.mul(a, x), f32x4.splat(b))
}

/**
 * Adding it to a float32 of less than 2²² rounds that to a whole number, halves to even, whose two's complement then stands
 * in the lowest bits.
 */
const rounder: f32 = 12582912

/**
 * e^x for x up to 64, and there it stays. 0 below −64: no product of it is subnormal, which many processors are slow at.
 */
export function exponential(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-64)), f32x4.splat(64))
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(<f32>c.log2e)), f32x4.splat(rounder))
  const whole = f32x4.sub(rounded, f32x4.splat(rounder))
  let r = f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(<f32>c.ln2High)))
  r = f32x4.sub(r, f32x4.mul(whole, f32x4.splat(<f32>c.ln2Low)))
  let p = polynomial(r, f32x4.splat(<f32>c.expP4), <f32>c.expP3)
  p = polynomial(r, p, <f32>c.expP2)
  p = polynomial(r, p, <f32>c.expP1)
  p = polynomial(r, p, <f32>c.expP0)
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1))
  // Times 2^whole, by adding to the exponent.
  const scaled = i32x4.add(e, i32x4.shl(rounded, 23))
  return v128.andnot(scaled, f32x4.lt(x, f32x4.splat(-64)))
}

/** ln(1 + e) for e from 0 to 1. */
export function logOnePlus(e: v128): v128 {
  let p = polynomial(e, f32x4.splat(<f32>c.log1pP2), <f32>c.log1pP1)
  p = polynomial(e, p, <f32>c.log1pP0)
  let q = polynomial(e, f32x4.splat(<f32>c.log1pQ3), <f32>c.log1pQ2)
  q = polynomial(e, q, <f32>c.log1pQ1)
  q = polynomial(e, q, 1)
  return f32x4.div(f32x4.mul(e, p), q)
}

/** atan x. */
export function arcTangent(x: v128): v128 {
  const size = f32x4.abs(x)
  const one = f32x4.splat(1)
  const steep = f32x4.gt(size, one)
  const t = v128.bitselect(f32x4.div(one, size), size, steep)
  const square = f32x4.mul(t, t)
  let p = polynomial(square, f32x4.splat(<f32>c.atanP2), <f32>c.atanP1)
  p = polynomial(square, p, <f32>c.atanP0)
  let q = polynomial(square, f32x4.splat(<f32>c.atanQ3), <f32>c.atanQ2)
  q = polynomial(square, q, <f32>c.atanQ1)
  q = polynomial(square, q, 1)
  const angle = f32x4.div(f32x4.mul(t, p), q)
  const quarter = f32x4.splat(1.5707963267948966)
  const whole = v128.bitselect(f32x4.sub(quarter, angle), angle, steep)
  return v128.or(whole, v128.and(x, i32x4.splat(0x80000000)))
}

/**
 * The whole turns of a quarter that are nearest to an angle, for sines and cosines: rounded, so that they are in its lowest
 * bits as well. In pieces, here and below, that the compiler writes into the loops which use them.
 */
export function quarterTurns(angle: v128): v128 {
  return f32x4.add(f32x4.mul(angle, f32x4.splat(<f32>c.quartersPerRadian)), f32x4.splat(rounder))
}

/**
 * What an angle has beyond those turns: π/2 in three parts. Good to 10,000, where the turns have 12 digits and the second
 * part 11; beyond that worse and worse.
 */
export function beyondTurns(angle: v128, turns: v128): v128 {
  const whole = f32x4.sub(turns, f32x4.splat(rounder))
  let r = f32x4.sub(angle, f32x4.mul(whole, f32x4.splat(<f32>c.quarterHigh)))
  r = f32x4.sub(r, f32x4.mul(whole, f32x4.splat(<f32>c.quarterMiddle)))
  return f32x4.sub(r, f32x4.mul(whole, f32x4.splat(<f32>c.quarterLow)))
}

/** Sines of angles up to an eighth of a turn. */
export function sineNear(r: v128): v128 {
  const square = f32x4.mul(r, r)
  let p = polynomial(square, f32x4.splat(<f32>c.sinP2), <f32>c.sinP1)
  p = polynomial(square, p, <f32>c.sinP0)
  return f32x4.add(f32x4.mul(f32x4.mul(r, square), p), r)
}

/** Their cosines. */
export function cosineNear(r: v128): v128 {
  const square = f32x4.mul(r, r)
  let p = polynomial(square, f32x4.splat(<f32>c.cosP2), <f32>c.cosP1)
  p = polynomial(square, p, <f32>c.cosP0)
  const even = f32x4.sub(f32x4.splat(1), f32x4.mul(square, f32x4.splat(0.5)))
  return f32x4.add(f32x4.mul(f32x4.mul(square, square), p), even)
}

/** The sine after some quarter turns: ± the sine or the cosine of the rest. */
export function turned(quarters: v128, sine: v128, cosine: v128): v128 {
  const odd = i32x4.shr_s(i32x4.shl(quarters, 31), 31)
  const value = v128.bitselect(cosine, sine, odd)
  return v128.xor(value, i32x4.shl(v128.and(quarters, i32x4.splat(2)), 30))
}

/** Two pairs of double as 4 float32. */
export function pair(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}
