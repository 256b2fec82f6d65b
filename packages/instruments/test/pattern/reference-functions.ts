/**
 * The kernel's functions once more, one number at a time in plain TypeScript: every operation is rounded to float32, by
 * Math.fround or, where the kernel works in double, not. Written from the descriptions in the kernel's files.
 */
import type { Activation } from '../../src/pattern/network.ts'
import * as c from '../../src/pattern/kernel/coefficients.ts'

const f = Math.fround

/** c0 + c1 · x + … by Horner's rule. */
function polynomial(x: number, ...coefficients: number[]): number {
  return coefficients.reduceRight((sum, coefficient) => f(f(sum * x) + f(coefficient)), 0)
}

/** To the nearest whole number, halves to even. */
export function nearest(x: number): number {
  const down = Math.floor(x)
  if (x - down !== 0.5) return Math.round(x)
  return down % 2 === 0 ? down : down + 1
}

/** Adding it rounds to a whole number. */
const rounder = 12_582_912

function exponential(x: number): number {
  if (x < -64) return 0
  const bounded = x > 64 ? 64 : x
  const whole = f(f(f(bounded * f(c.log2e)) + rounder) - rounder)
  const r = f(f(bounded - f(whole * f(c.ln2High))) - f(whole * f(c.ln2Low)))
  const p = polynomial(r, c.expP0, c.expP1, c.expP2, c.expP3, c.expP4)
  return f(f(f(f(r * r) * p) + r) + 1) * 2 ** whole
}

function logOnePlus(e: number): number {
  const p = polynomial(e, c.log1pP0, c.log1pP1, c.log1pP2)
  return f(f(e * p) / polynomial(e, 1, c.log1pQ1, c.log1pQ2, c.log1pQ3))
}

export function arcTangent(x: number): number {
  const size = Math.abs(x)
  const t = size > 1 ? f(1 / size) : size
  const square = f(t * t)
  const p = polynomial(square, c.atanP0, c.atanP1, c.atanP2)
  const angle = f(f(t * p) / polynomial(square, 1, c.atanQ1, c.atanQ2, c.atanQ3))
  const whole = size > 1 ? f(f(Math.PI / 2) - angle) : angle
  return x < 0 || Object.is(x, -0) ? -whole : whole
}

/** sin(x + quarters · π/2). */
export function sine(x: number, quarters: number): number {
  const bounded = Math.min(Math.max(x, -100_000), 100_000)
  const whole = f(f(f(bounded * f(c.quartersPerRadian)) + rounder) - rounder)
  const r = [c.quarterHigh, c.quarterMiddle, c.quarterLow].reduce(
    (rest, part) => f(rest - f(whole * f(part))),
    bounded,
  )
  const square = f(r * r)
  const s = f(f(f(r * square) * polynomial(square, c.sinP0, c.sinP1, c.sinP2)) + r)
  const k = polynomial(square, c.cosP0, c.cosP1, c.cosP2)
  const cosine = f(f(f(square * square) * k) + f(1 - f(square * 0.5)))
  const quadrant = (whole + quarters) & 3
  const value = quadrant % 2 === 0 ? s : cosine
  return quadrant >= 2 ? -value : value
}

function tanh(x: number): number {
  const square = Math.min(f(x * x), f(c.tanhEnd))
  const p = polynomial(square, c.tanhP0, c.tanhP1, c.tanhP2, c.tanhP3, c.tanhP4)
  const value = f(f(x * p) / polynomial(square, c.tanhQ0, c.tanhQ1, c.tanhQ2, c.tanhQ3, 1))
  return Math.max(-1, Math.min(1, value))
}

/** Every activation of one sum; `composite` is of a whole layer. */
export const activate: Readonly<Record<Exclude<Activation, 'composite'>, (x: number) => number>> = {
  tanh,
  sin: (x) => sine(x, 0),
  cos: (x) => sine(x, 1),
  gaussian: (x) => exponential(f(f(x * x) * -0.5)),
  relu: (x) => (x < 0 ? 0 : x),
  softplus: (x) => f(Math.max(x, 0) + logOnePlus(exponential(-Math.abs(x)))),
  sigmoid: (x) => f(1 / f(exponential(-x) + 1)),
  abs: Math.abs,
  step: (x) => (x > 0 ? 1 : 0),
  identity: (x) => x,
}

/** The bits of a float32 as a whole number, and back. */
const word = new DataView(new ArrayBuffer(4))

export function power(x: number, exponent: number): number {
  word.setFloat32(0, x)
  const bits = word.getInt32(0)
  const shift = (bits - 0x3f3504f3) >> 23
  word.setInt32(0, bits - (shift << 23))
  const m = word.getFloat32(0)
  const s = f(f(m - 1) / f(m + 1))
  const p = polynomial(f(s * s), c.logP0, c.logP1, c.logP2, c.logP3)
  return exponential(f(f(f(shift * f(c.ln2)) + f(s * p)) * f(exponent)))
}

export function toLinear(value: number): number {
  if (value <= f(0.04045)) return f(value / f(12.92))
  return power(f(f(value + f(0.055)) / f(1.055)), 2.4)
}

export function fromLinear(light: number): number {
  if (light <= f(0.0031308)) return f(light * f(12.92))
  return f(f(f(1.055) * power(light, 1 / 2.4)) - f(0.055))
}

/** From 0 to 1; what is no number is 0. */
export function clamp(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0
}
