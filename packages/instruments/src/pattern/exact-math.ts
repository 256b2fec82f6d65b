/**
 * Logarithm, exponential, sine, cosine and arc tangent that are the same in every engine.
 *
 * ECMAScript leaves the last bits of Math.log, Math.exp, Math.sin and their like to each engine, and engines differ,
 * between versions too. A network drawn with them could change its weights by a rounding and with them a picture that
 * is folded many times over. What IEEE 754 rounds exactly is the same everywhere: + − × ÷, √ and rounding to whole
 * numbers. These functions are made of that alone: the argument is reduced to a small interval and the Taylor series
 * summed by Horner's rule until its rest is below half a unit in the last place. They are within 2 units in the last
 * place of the true value (the arc tangent within 8), which chance and geometry do not notice (`packages/recipe`'s
 * `gaussian` uses Math.log, and stays as it is: `dream` draws from it, whose pictures depend on the machine anyway).
 */

/** ln 2 as a number with 21 trailing zero bits, and what is missing from it. */
const LN2_HIGH = 0.69314718036912381649
const LN2_LOW = 1.90821492927058770002e-10

/** π/2 as two numbers with many trailing zero bits, and what is missing from them. */
const QUARTER_HIGH = 1.57079632673412561417
const QUARTER_MIDDLE = 6.0771005063039659766e-11
const QUARTER_LOW = 2.02226624879595063154e-21

const words = new DataView(new ArrayBuffer(8))

/** 2 to the power of a whole number from −1022 to 1023. */
function powerOfTwo(exponent: number): number {
  words.setUint32(0, (exponent + 1023) << 20)
  words.setUint32(4, 0)
  return words.getFloat64(0)
}

/** Sum of coefficients[i] · xⁱ. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let index = coefficients.length - 1; index >= 0; index--) sum = sum * x + coefficients[index]!
  return sum
}

/** 2/3, 2/5, 2/7, …: of ln((1 + s) / (1 − s)) = 2s + s · (⅔ s² + ⅖ s⁴ + …). */
const logSeries = Array.from({ length: 11 }, (_, index) => 2 / (2 * index + 3))

/** Natural logarithm of a normal number above 0. */
export function log(x: number): number {
  words.setFloat64(0, x)
  let exponent = (words.getUint32(0) >>> 20) - 1023
  let mantissa = x / powerOfTwo(exponent)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  const f = mantissa - 1
  const s = f / (2 + f)
  const rest = s * s * polynomial(logSeries, s * s)
  // 2s = f − s·f, whose larger part is exact.
  return exponent * LN2_HIGH + (f - (s * (f - rest) - exponent * LN2_LOW))
}

/** 1/n! for n = 0, 1, 2, … */
const inverseFactorials: number[] = [1]
while (inverseFactorials.length < 20) inverseFactorials.push(inverseFactorials.at(-1)! / inverseFactorials.length)

const alternating = (term: number, index: number): number => (index % 2 === 0 ? term : -term)
const expSeries = inverseFactorials.slice(0, 15)
const sinSeries = inverseFactorials.filter((_, n) => n % 2 === 1).map(alternating)
const cosSeries = inverseFactorials.filter((_, n) => n % 2 === 0).map(alternating)

/** e to the power of x; 0 below −708 and ∞ above 709. */
export function exp(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const exponent = Math.round(x / Math.LN2)
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW
  return polynomial(expSeries, rest) * powerOfTwo(exponent)
}

/** Sine of x radians, for |x| up to a million. */
export function sin(x: number): number {
  return wave(x, 0)
}

/** Cosine of x radians, for |x| up to a million. */
export function cos(x: number): number {
  return wave(x, 1)
}

/** Sine of x and that many quarter turns. */
function wave(x: number, quarters: number): number {
  const whole = Math.round(x / QUARTER_HIGH)
  const rest = x - whole * QUARTER_HIGH - whole * QUARTER_MIDDLE - whole * QUARTER_LOW
  const quarter = (((whole + quarters) % 4) + 4) % 4
  const square = rest * rest
  const value = quarter % 2 === 0 ? rest * polynomial(sinSeries, square) : polynomial(cosSeries, square)
  return quarter < 2 ? value : -value
}

/** 1, −1/3, 1/5, … */
const atanSeries = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 1 : -1) / (2 * index + 1))

/** Arc tangent in radians. */
export function atan(x: number): number {
  // atan x = 2 atan(x / (1 + √(1 + x²))): three times, and |x| ≤ tan(π/16) = 0.199.
  if (x > 1e8 || x < -1e8) return x > 0 ? Math.PI / 2 - 1 / x : -Math.PI / 2 - 1 / x
  let small = x
  for (let halving = 0; halving < 3; halving++) small = small / (1 + Math.sqrt(1 + small * small))
  return 8 * small * polynomial(atanSeries, small * small)
}
