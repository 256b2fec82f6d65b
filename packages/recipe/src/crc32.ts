/**
 * Four bytes a step ("slicing", Kounavis and Berry, 2005): table n tells what a byte does to the sum when n more bytes of
 * the step follow it. The tables stand one behind the other, 256 values each.
 */
const tables = new Uint32Array(1024)
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  tables[byte] = value
}
for (let at = 256; at < 1024; at++) {
  const value = tables[at - 256] as number
  tables[at] = (value >>> 8) ^ (tables[value & 255] as number)
}

/** The CRC-32 of ISO 3309 that PNG uses, 0…2³² − 1. */
export function crc32(bytes: Uint8Array): number {
  let sum = -1
  let at = 0
  for (const end = bytes.length - 3; at < end; at += 4) {
    sum ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    sum =
      (tables[768 + (sum & 255)] as number) ^
      (tables[512 + ((sum >>> 8) & 255)] as number) ^
      (tables[256 + ((sum >>> 16) & 255)] as number) ^
      (tables[sum >>> 24] as number)
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ (tables[(sum ^ (bytes[at] as number)) & 255] as number)
  return (sum ^ -1) >>> 0
}
