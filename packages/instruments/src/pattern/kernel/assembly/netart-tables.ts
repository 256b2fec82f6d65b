/**
 * Tables of netart's tanh and exponential, filled when the module starts. Powers of one number are multiplied up in
 * double-double (pairs of doubles whose sum has 106 digits: Dekker, "A floating-point technique for extending the
 * available precision", 1971), so that every entry is the double nearest to its value, or nearly.
 */

/** Points of the tanh table: multiples of 1/64 up to this many on either side of 0. tanh is 1 in float32 from 9.011 on. */
const tanhSteps = 578
const tanhTable: usize = memory.data((2 * tanhSteps + 1) * 16, 16)

/** Where the entry of 0 is. Entry j, 16 bytes each: t = tanh(j / 64) and 1 − t². That of 0 has −0, which keeps the sign of ∓0. */
export const tanhZero: usize = tanhTable + <usize>(tanhSteps * 16)

/** 2^(j / 128) for j from 0 to 127. */
export const powers: usize = memory.data(128 * 8, 16)

/** The result of the functions below. */
let high: f64 = 0
let low: f64 = 0

/** The sum, exactly. */
function addExactly(a: f64, b: f64): void {
  const sum = a + b
  const part = sum - a
  low = a - (sum - part) + (b - part)
  high = sum
}

/** The product, exactly. */
function multiplyExactly(a: f64, b: f64): void {
  // 2²⁷ + 1 splits a double into halves whose products have no more than 53 digits.
  const a1 = a * 134217729
  const aHigh = a1 - (a1 - a)
  const aLow = a - aHigh
  const b1 = b * 134217729
  const bHigh = b1 - (b1 - b)
  const bLow = b - bHigh
  high = a * b
  low = aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow
}

function multiply(a: f64, aRest: f64, b: f64, bRest: f64): void {
  multiplyExactly(a, b)
  addExactly(high, low + (a * bRest + aRest * b))
}

function divide(a: f64, aRest: f64, b: f64, bRest: f64): void {
  const quotient = a / b
  multiply(quotient, 0, b, bRest)
  addExactly(quotient, (a - high - low + aRest) / b)
}

/** tanh x = (e^2x − 1) / (e^2x + 1). */
function fillTanh(): void {
  let power: f64 = 1
  let rest: f64 = 0
  for (let step = 0; step <= tanhSteps; step++) {
    addExactly(power, 1)
    const above = high
    const aboveRest = low + rest
    addExactly(power, -1)
    divide(high, low + rest, above, aboveRest)
    const t = high
    multiply(high, low, high, low)
    const slope = 1 - high - low
    const right = tanhZero + <usize>(step * 16)
    const left = tanhZero - <usize>(step * 16)
    store<f64>(right, t)
    store<f64>(right, slope, 8)
    store<f64>(left, -t)
    store<f64>(left, slope, 8)
    // e^(1/32).
    multiply(power, rest, 1.0317434074991028, -8.944417741043132e-17)
    power = high
    rest = low
  }
}

function fillPowers(): void {
  let power: f64 = 1
  let rest: f64 = 0
  for (let step = 0; step < 128; step++) {
    store<f64>(powers + <usize>(step * 8), power)
    // 2^(1/128).
    multiply(power, rest, 1.0054299011128027, 9.499186535455032e-17)
    power = high
    rest = low
  }
}

fillTanh()
fillPowers()
