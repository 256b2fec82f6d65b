/** Numbers as short texts, in the alphabet of addresses (RFC 4648, base64url): no character reads like a path. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const values = new Int8Array(128).fill(-1)
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value

/** Bytes as text. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [one, two = 0, three = 0] = [bytes[at]!, bytes[at + 1], bytes[at + 2]]
    const word = (one << 16) | (two << 8) | three
    const letters = Math.min(3, bytes.length - at) + 1
    for (let letter = 0; letter < letters; letter++) text += alphabet[(word >> (18 - 6 * letter)) & 63]!
  }
  return text
}

/** Text as bytes; undefined when it is not of that alphabet. */
export function bytesOfText(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let word = 0
  let bits = 0
  let at = 0
  for (let letter = 0; letter < text.length; letter++) {
    const value = values[text.charCodeAt(letter)] ?? -1
    if (value < 0) return undefined
    word = ((word << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (word >> bits) & 255
  }
  return bytes
}

/** Numbers from 0 to 65535 as text, two bytes each, the higher first. */
export function textOfWords(words: ArrayLike<number>): string {
  const bytes = new Uint8Array(2 * words.length)
  for (let at = 0; at < words.length; at++) {
    bytes[2 * at] = words[at]! >> 8
    bytes[2 * at + 1] = words[at]! & 255
  }
  return textOfBytes(bytes)
}

/** The reverse of `textOfWords`; undefined when the text is none of its. */
export function wordsOfText(text: string): Uint16Array | undefined {
  const bytes = bytesOfText(text)
  if (bytes === undefined || bytes.length % 2 === 1) return undefined
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes[2 * at]! * 256 + bytes[2 * at + 1]!)
}
