/** sRGB's transfer function (IEC 61966-2-1) of 4 float32 from 0 to 1, and the powers that it takes. */
import * as c from '../coefficients.ts'
import { exponential, polynomial } from './elementary.ts'

/** x to a power, for x from 0; 0 gives next to nothing. To about 3e−7 of itself for powers up to 2.4 and x from 0.001. */
export function power(x: v128, exponent: f32): v128 {
  return exponential(f32x4.mul(logarithm(x), f32x4.splat(exponent)))
}

/** ln x of normal x above 0. */
function logarithm(x: v128): v128 {
  // The exponent of x / √½, and what is left between √½ and √2.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3))
  const exponent = i32x4.shr_s(shifted, 23)
  const m = i32x4.sub(x, i32x4.shl(exponent, 23))
  const one = f32x4.splat(1)
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one))
  const square = f32x4.mul(s, s)
  let p = polynomial(square, f32x4.splat(<f32>c.logP3), <f32>c.logP2)
  p = polynomial(square, p, <f32>c.logP1)
  p = polynomial(square, p, <f32>c.logP0)
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(<f32>c.ln2)), f32x4.mul(s, p))
}

/** sRGB to linear light. */
export function toLinear(value: v128): v128 {
  const dark = f32x4.div(value, f32x4.splat(12.92))
  const bright = power(f32x4.div(f32x4.add(value, f32x4.splat(0.055)), f32x4.splat(1.055)), 2.4)
  return v128.bitselect(dark, bright, f32x4.le(value, f32x4.splat(0.04045)))
}

/** Linear light to sRGB. */
export function fromLinear(light: v128): v128 {
  const dark = f32x4.mul(light, f32x4.splat(12.92))
  const bright = f32x4.sub(f32x4.mul(f32x4.splat(1.055), power(light, 1 / 2.4)), f32x4.splat(0.055))
  return v128.bitselect(dark, bright, f32x4.le(light, f32x4.splat(0.0031308)))
}

/** From 0 to 1; what is no number is 0. */
export function clamp(value: v128): v128 {
  // pmax gives its first operand unless the second is greater, so that NaN loses.
  return f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), value))
}
