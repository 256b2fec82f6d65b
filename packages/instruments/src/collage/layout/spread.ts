/**
 * A rough map of the relations alone, for pieces that come without one: two slow modes of a random walk on them
 * (Laplacian eigenmaps, Belkin and Niyogi 2003), found by power iteration.
 */
import type { Random } from '@reverie/recipe'
import type { Relations } from './relations.ts'

const STEPS = 120

/** @returns [n, 2], mean 0 */
export function spreadOf({ count, first, other }: Relations, random: Random): Float64Array {
  const map = new Float64Array(2 * count)
  const previous = new Float64Array(count)
  const column = new Float64Array(count)
  const done: Float64Array[] = []
  for (const axis of [0, 1]) {
    for (let piece = 0; piece < count; piece++) column[piece] = random.gaussian()
    for (let step = 0; step < STEPS; step++) {
      center(column, done)
      previous.set(column)
      for (let piece = 0; piece < count; piece++) {
        // Half of the walk stays, so that no mode alternates.
        let sum = previous[piece]! * (first[piece + 1]! - first[piece]! + 1)
        for (let at = first[piece]!; at < first[piece + 1]!; at++) sum += previous[other[at]!]!
        column[piece] = sum / (2 * (first[piece + 1]! - first[piece]!) + 1)
      }
    }
    center(column, done)
    done.push(column.slice())
    for (let piece = 0; piece < count; piece++) map[2 * piece + axis] = column[piece]!
  }
  return map
}

/** Takes away the mean and what lies along earlier modes, then brings it to unit length. */
function center(column: Float64Array, earlier: readonly Float64Array[]): void {
  let mean = 0
  for (const value of column) mean += value
  mean /= column.length
  for (let at = 0; at < column.length; at++) column[at]! -= mean
  for (const mode of earlier) {
    let dot = 0
    for (let at = 0; at < column.length; at++) dot += column[at]! * mode[at]!
    for (let at = 0; at < column.length; at++) column[at]! -= dot * mode[at]!
  }
  let square = 0
  for (const value of column) square += value * value
  const length = Math.sqrt(square)
  if (length > 0) for (let at = 0; at < column.length; at++) column[at]! /= length
}
