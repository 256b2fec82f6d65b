/**
 * Filters rows, 16 bytes at a time. `left`, `up` and `corner` are the neighbours of PNG's clause 9: the same byte of the
 * pixel to the left, of the pixel above, and of the one to the left of that.
 *
 * A row is copied between 16 zeros before it and at least 16 behind it, so that what lies outside the picture reads as
 * zero, as it should, and whole vectors can be read up to its end.
 */
import { free, reserve } from './memory'

const margin: usize = 16

let length: usize = 0
let pixel: usize = 0
let deep: bool = false
let row: usize = 0
let above: usize = 0
let rows: usize = 0
let out: usize = 0

/**
 * Lays out the memory for rows of `bytes` bytes and pixels of `size` bytes, `most` rows at a time; all above the first is
 * zero. `wide`: values are 16-bit in the machine's order. Returns where rows are to be put.
 */
export function prepare(bytes: i32, size: i32, wide: bool, most: i32): usize {
  length = <usize>bytes
  pixel = <usize>size
  deep = wide
  const padded = ((length + 15) & ~15) + 2 * margin
  row = free + margin
  above = row + padded
  rows = above + padded
  out = (rows + length * <usize>most + 31) & ~15
  reserve(out + (length + 1) * <usize>most + 32)
  memory.fill(free, 0, 2 * padded)
  return rows
}

/** Where filtered rows are put. */
export function results(): usize {
  return out
}

/** Filters the first `count` rows that were put, behind the `held` rows that were filtered before. */
export function filter(count: i32, held: i32): void {
  let to = out + <usize>held * (length + 1)
  for (let index = 0; index < count; index++) {
    take(rows + <usize>index * length)
    const rule = best()
    store<u8>(to, rule)
    apply(rule, to + 1)
    to += length + 1
    const last = above
    above = row
    row = last
  }
}

/** Copies a row between its margins; 16-bit values with their high bytes first. */
function take(from: usize): void {
  if (!deep) {
    memory.copy(row, from, length)
    return
  }
  for (let at: usize = 0; at < length; at += 16) {
    const values = v128.load(from + at)
    v128.store(row + at, v128.shuffle<u8>(values, values, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14))
  }
  memory.fill(row + length, 0, margin)
}

/**
 * The rule whose differences are smallest as libpng measures it, by the sum of their absolute values. On equal terms the
 * simpler one, whose rows look more alike; the mean also where it is a sixteenth worse, since deflate finds more in its
 * differences than in Paeth's (2 % of a smooth picture).
 */
function best(): u8 {
  let none = i32x4.splat(0)
  let sub = none
  let up = none
  let mean = none
  let paeth = none
  for (let at: usize = 0; at < length; at += 16) {
    const value = v128.load(row + at)
    const a = v128.load(row + at - pixel)
    const b = v128.load(above + at)
    const c = v128.load(above + at - pixel)
    none = v128.add<i32>(none, size(value))
    sub = v128.add<i32>(sub, size(v128.sub<u8>(value, a)))
    up = v128.add<i32>(up, size(v128.sub<u8>(value, b)))
    mean = v128.add<i32>(mean, size(v128.sub<u8>(value, between(a, b))))
    paeth = v128.add<i32>(paeth, size(v128.sub<u8>(value, nearest(a, b, c))))
  }
  let rule: u8 = 0
  let least = total(none)
  if (total(up) < least) {
    rule = 2
    least = total(up)
  }
  if (total(sub) < least) {
    rule = 1
    least = total(sub)
  }
  if (total(paeth) < least) {
    rule = 4
    least = total(paeth)
  }
  return total(mean) - (total(mean) >> 4) < least ? 3 : rule
}

/** The absolute values of signed bytes, summed by fours. */
function size(differences: v128): v128 {
  return v128.extadd_pairwise<u16>(v128.extadd_pairwise<u8>(v128.abs<i8>(differences)))
}

function total(sums: v128): i32 {
  return (
    v128.extract_lane<i32>(sums, 0) +
    v128.extract_lane<i32>(sums, 1) +
    v128.extract_lane<i32>(sums, 2) +
    v128.extract_lane<i32>(sums, 3)
  )
}

function apply(rule: u8, to: usize): void {
  if (rule == 0) {
    memory.copy(to, row, length)
  } else if (rule == 1) {
    for (let at: usize = 0; at < length; at += 16)
      v128.store(to + at, v128.sub<u8>(v128.load(row + at), v128.load(row + at - pixel)))
  } else if (rule == 2) {
    for (let at: usize = 0; at < length; at += 16)
      v128.store(to + at, v128.sub<u8>(v128.load(row + at), v128.load(above + at)))
  } else if (rule == 3) {
    for (let at: usize = 0; at < length; at += 16)
      v128.store(
        to + at,
        v128.sub<u8>(v128.load(row + at), between(v128.load(row + at - pixel), v128.load(above + at))),
      )
  } else {
    for (let at: usize = 0; at < length; at += 16) {
      const near = nearest(v128.load(row + at - pixel), v128.load(above + at), v128.load(above + at - pixel))
      v128.store(to + at, v128.sub<u8>(v128.load(row + at), near))
    }
  }
}

/** The mean, rounded down. */
function between(a: v128, b: v128): v128 {
  return v128.add<u8>(v128.and(a, b), v128.shr<u8>(v128.xor(a, b), 1))
}

/**
 * Paeth's choice (1991): what is nearest to a + b − c. With p = |b − c| and q = |a − c|, the distance of c is p + q where a
 * and b lie on one side of c, else |p − q|.
 */
function nearest(a: v128, b: v128, c: v128): v128 {
  const p = apart(b, c)
  const q = apart(a, c)
  const opposite = v128.xor(v128.ge<u8>(a, c), v128.ge<u8>(b, c))
  const r = v128.bitselect(apart(p, q), v128.add_sat<u8>(p, q), opposite)
  const takeA = v128.and(v128.le<u8>(p, q), v128.le<u8>(p, r))
  return v128.bitselect(a, v128.bitselect(b, c, v128.le<u8>(q, r)), takeA)
}

function apart(x: v128, y: v128): v128 {
  return v128.or(v128.sub_sat<u8>(x, y), v128.sub_sat<u8>(y, x))
}
