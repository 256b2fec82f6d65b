/** Adler-32 (RFC 1950), 16 bytes at a time. */
import { free, reserve } from './memory'

const prime: u32 = 65_521
/** Vectors after which the second sum has to be divided: it stays below 2³² for 5552 bytes. */
const stretch: usize = 347 * 16

/** Makes room for bytes; returns where they are to be put. */
export function buffer(bytes: i32): usize {
  reserve(free + <usize>bytes)
  return free
}

/** The checksum of all bytes so far, from that of the bytes before and `count` bytes in the buffer. */
export function adler(before: u32, count: usize): u32 {
  let low = before & 0xffff
  let high = before >> 16
  let at = free
  const end = free + count
  while (at + 16 <= end) {
    const stop = min(end & ~15, at + stretch)
    // high grows by low before each byte: by 16 times what low is before a vector, and 16, 15, … times its bytes.
    let sums = i32x4.splat(0)
    let earlier = i32x4.splat(0)
    let weighted = i32x4.splat(0)
    high += low * <u32>(stop - at)
    for (; at < stop; at += 16) {
      const bytes = v128.load(at)
      earlier = v128.add<i32>(earlier, sums)
      sums = v128.add<i32>(sums, v128.extadd_pairwise<u16>(v128.extadd_pairwise<u8>(bytes)))
      weighted = v128.add<i32>(
        weighted,
        v128.add<i32>(
          v128.dot<i16>(v128.extend_low<u8>(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
          v128.dot<i16>(v128.extend_high<u8>(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
        ),
      )
    }
    low = (low + total(sums)) % prime
    high = (high + 16 * total(earlier) + total(weighted)) % prime
  }
  for (; at < end; at++) {
    low = (low + load<u8>(at)) % prime
    high = (high + low) % prime
  }
  return (high << 16) | low
}

function total(sums: v128): u32 {
  return (
    v128.extract_lane<u32>(sums, 0) +
    v128.extract_lane<u32>(sums, 1) +
    v128.extract_lane<u32>(sums, 2) +
    v128.extract_lane<u32>(sums, 3)
  )
}
