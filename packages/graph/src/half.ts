/** 16-bit floats, which are stored as their bits, to and from numbers. */

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** The number that IEEE 754 half-precision bits stand for. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The half-precision bits nearest to a number, ties to even; beyond 65,504 infinity. */
export function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (Number.isNaN(value)) return 0x7e00
  if (size >= 65_520) return sign | 0x7c00
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24)
  const exponent = Math.floor(Math.log2(size))
  // log2 may be off by one at powers of two.
  const exact = 2 ** exponent > size ? exponent - 1 : 2 ** (exponent + 1) <= size ? exponent + 1 : exponent
  // Rounding up to 2048 carries into the exponent by itself.
  return sign | (((exact + 15) << 10) + roundToEven((size / 2 ** exact - 1) * 1024))
}

/** The number that bfloat16 bits stand for: the upper half of a float32. */
export function fromBrain(brain: number): number {
  bits[0] = brain << 16
  return single[0]!
}

/** The bfloat16 bits nearest to a number, ties to even. */
export function toBrain(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0
  single[0] = value
  const whole = bits[0]!
  return ((whole + 0x7fff + ((whole >>> 16) & 1)) >>> 16) & 0xffff
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
