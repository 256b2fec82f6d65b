/** The two sums of Adler-32 (RFC 1950), carried on over more bytes. */
const prime = 65_521
/** As many bytes as the second sum takes before it leaves 31 bits, whatever they are. */
const stretch = 3800

/** The checksum of all bytes so far, from that of the bytes before; 1 is that of none. */
export function adler32(bytes: Uint8Array, before = 1): number {
  let low = before & 0xffff
  let high = before >>> 16
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + stretch)
    for (; at < end; at++) {
      low += bytes[at] as number
      high += low
    }
    low %= prime
    high %= prime
  }
  return ((high << 16) | low) >>> 0
}
