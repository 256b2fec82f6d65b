/**
 * Float32 numbers as text: base64 (RFC 4648) of their bytes, little-endian, so that a file holds them exactly and shortly.
 * Our own loops, since btoa and atob take texts of bytes, which is ten times slower for large networks.
 */

const digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PAD = 0x3d
const values = new Uint8Array(128).fill(64)
digits.forEach((digit, value) => (values[digit] = value))

/** The text of numbers. */
export function base64OfFloats(numbers: Float32Array): string {
  const bytes = new Uint8Array(numbers.length * 4)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < numbers.length; index++) view.setFloat32(index * 4, numbers[index]!, true)
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PAD)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const bits = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    text[to] = digits[bits >> 18]!
    text[to + 1] = digits[(bits >> 12) & 63]!
    if (from + 1 < bytes.length) text[to + 2] = digits[(bits >> 6) & 63]!
    if (from + 2 < bytes.length) text[to + 3] = digits[bits & 63]!
  }
  return new TextDecoder().decode(text)
}

/** The numbers of a text; undefined where it is not base64 of whole numbers. */
export function floatsOfBase64(text: string): Float32Array | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = (text.length / 4) * 3 - padding
  if (text.length % 4 !== 0 || length % 4 !== 0) return undefined
  const bytes = new Uint8Array(length)
  for (let from = 0, to = 0; to < length; from += 4, to += 3) {
    let bits = 0
    for (let at = from; at < from + 4; at++) {
      const isPadding = at >= text.length - padding
      const value = isPadding ? 0 : (values[text.charCodeAt(at)] ?? 64)
      if (value === 64) return undefined
      bits = (bits << 6) | value
    }
    // What lies beyond the end of a typed array is not stored.
    bytes[to] = bits >> 16
    bytes[to + 1] = bits >> 8
    bytes[to + 2] = bits
  }
  const view = new DataView(bytes.buffer)
  const numbers = new Float32Array(length / 4)
  for (let index = 0; index < numbers.length; index++) numbers[index] = view.getFloat32(index * 4, true)
  return numbers
}
