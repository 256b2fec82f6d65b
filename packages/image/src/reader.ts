/** Numbers out of bytes. Past the end they are NaN, so that a damaged header fails its checks and never throws. */

/** An unsigned number of `size` bytes. */
export function numberAt(bytes: Uint8Array, at: number, size: number, little = false): number {
  let value = 0
  for (let index = 0; index < size; index++)
    value = value * 256 + (bytes[at + (little ? size - 1 - index : index)] ?? Number.NaN)
  return value
}

/** `length` bytes (a few) as text, a character each. */
export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** The parts, one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
