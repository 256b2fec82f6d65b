/** Adler-32 (RFC 1950) over more and more bytes. */
import { openPngMachine } from './machine.ts'

/** Bytes that are summed at once. */
const stretch = 1 << 18

/** Makes a sum: each call takes further bytes and gives the checksum of all so far. */
export function createAdler32(): (bytes: Uint8Array) => number {
  const machine = openPngMachine()
  const at = machine.buffer(stretch)
  let sum = 1
  return (bytes) => {
    for (let from = 0; from < bytes.length; from += stretch) {
      const part = bytes.subarray(from, from + stretch)
      new Uint8Array(machine.memory.buffer).set(part, at)
      sum = machine.adler(sum, part.length) >>> 0
    }
    return sum
  }
}
