/** Elementary functions of 4 float32 at once, of + − × ÷ alone, so that every engine gives the same bits. */
import * as c from '../coefficients.ts'

/** a · x + b, rounded twice. */
export function polynomial(x: v128, a: v128, b: f32): v128 {
  return f32x4.add(f32x4.mul(a, x), f32x4.splat(b))
}

/** e^x: 0 below −87, infinite above 88.7. */
export function exponential(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-100)), f32x4.splat(100))
  const whole = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>c.log2e)))
  let r = f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(<f32>c.ln2High)))
  r = f32x4.sub(r, f32x4.mul(whole, f32x4.splat(<f32>c.ln2Low)))
  let p = f32x4.splat(<f32>c.expP4)
  p = polynomial(r, p, <f32>c.expP3)
  p = polynomial(r, p, <f32>c.expP2)
  p = polynomial(r, p, <f32>c.expP1)
  p = polynomial(r, p, <f32>c.expP0)
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1))
  // 2^whole in two factors, since 2^128 is no float32 and e is less than 1 there.
  const power = i32x4.trunc_sat_f32x4_s(whole)
  const half = i32x4.shr_s(power, 1)
  const scaled = f32x4.mul(f32x4.mul(e, powerOfTwo(half)), powerOfTwo(i32x4.sub(power, half)))
  return v128.andnot(scaled, f32x4.lt(x, f32x4.splat(-87)))
}

/** 2^n of whole numbers n from −126 to 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
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

/** sin(x + quarters · π/2), by the nearest multiple of π/2 in double; bounded and exact to a few ulp up to 2³⁰. */
export function sine(x: v128, quarters: i32): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-1073741824)), f32x4.splat(1073741824))
  const low = f64x2.promote_low_f32x4(bounded)
  const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(bounded, bounded, 1, 0))
  const lowTurns = f64x2.nearest(f64x2.mul(low, f64x2.splat(0.6366197723675814)))
  const highTurns = f64x2.nearest(f64x2.mul(high, f64x2.splat(0.6366197723675814)))
  const r = pair(remainder(low, lowTurns), remainder(high, highTurns))
  const turns = v128.shuffle<i64>(
    i32x4.trunc_sat_f64x2_s_zero(lowTurns),
    i32x4.trunc_sat_f64x2_s_zero(highTurns),
    0,
    2,
  )
  const quadrant = i32x4.add(turns, i32x4.splat(quarters))
  const square = f32x4.mul(r, r)
  let s = polynomial(square, f32x4.splat(<f32>c.sinP2), <f32>c.sinP1)
  s = polynomial(square, s, <f32>c.sinP0)
  s = f32x4.add(f32x4.mul(f32x4.mul(r, square), s), r)
  let k = polynomial(square, f32x4.splat(<f32>c.cosP2), <f32>c.cosP1)
  k = polynomial(square, k, <f32>c.cosP0)
  const even = f32x4.sub(f32x4.splat(1), f32x4.mul(square, f32x4.splat(0.5)))
  k = f32x4.add(f32x4.mul(f32x4.mul(square, square), k), even)
  const odd = i32x4.shr_s(i32x4.shl(quadrant, 31), 31)
  const value = v128.bitselect(k, s, odd)
  return v128.xor(value, i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30))
}

function remainder(x: v128, turns: v128): v128 {
  const near = f64x2.sub(x, f64x2.mul(turns, f64x2.splat(1.5707963267341256)))
  return f64x2.sub(near, f64x2.mul(turns, f64x2.splat(6.077100506506192e-11)))
}

/** Two pairs of double as 4 float32. */
export function pair(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}
