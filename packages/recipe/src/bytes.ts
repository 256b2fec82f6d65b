/** Pieces of byte strings, as the container formats need them. Readers past the end get NaN or less, never a throw. */

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** UTF-8 as text; malformed sequences become U+FFFD. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** Bytes of a string whose characters are all below 256. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** `length` bytes from `start` as a string, one character a byte; shorter at the end. */
export function textAt(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length))
}

/** Whether `text` (characters below 256) stands at `start`. */
export function hasText(bytes: Uint8Array, start: number, text: string): boolean {
  return textAt(bytes, start, text.length) === text
}

/** The parts, one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** An unsigned number of 1, 2, 4 or 8 bytes, big-endian unless `little`; NaN past the end. */
export function readNumber(bytes: Uint8Array, at: number, size: number, little = false): number {
  let value = 0
  for (let index = 0; index < size; index++)
    value = value * 256 + (bytes[at + (little ? size - 1 - index : index)] ?? Number.NaN)
  return value
}

/** `value` as an unsigned number of `size` bytes. */
export function numberBytes(value: number, size: number, little = false): Uint8Array {
  const bytes = new Uint8Array(size)
  let rest = value
  for (let index = 0; index < size; index++) {
    bytes[little ? index : size - 1 - index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}
