/**
 * Rows made orthonormal by Gram and Schmidt, in blocks: what earlier blocks hold is taken out by two products of matrices,
 * what is left of the block is made orthonormal row by row, in doubles; and all of it twice, which is enough (Giraud et
 * al., "Rounding error analysis of the classical Gram-Schmidt orthogonalization process", 2005).
 */
import type { Random } from '@reverie/recipe'
import type { Runtime } from '@reverie/runtime'
import { heightOf, multiply, type Rows } from './product.ts'

const BLOCK = 32
/** A row of which less than this share is left was made of the others. */
const NOTHING = 1e-5

/**
 * @param rows no more than they are wide. One that the others leave nothing of becomes a random one.
 * @returns as many rows of length 1 at right angles
 */
export async function orthonormal(runtime: Runtime, { data, width }: Rows, random: Random): Promise<Rows> {
  const result = data.slice()
  const height = data.length / width
  for (let start = 0; start < height; start += BLOCK) {
    const block: Rows = { data: result.subarray(start * width, Math.min(height, start + BLOCK) * width), width }
    const before: Rows = { data: result.subarray(0, start * width), width }
    unitRows(block)
    let replaced = 0
    for (let pass = 0; pass < 2 || replaced > 0; pass++) {
      if (start > 0) await takeOut(runtime, block, before)
      replaced = orthonormalWithin(block, random)
    }
  }
  return { data: result, width }
}

async function takeOut(runtime: Runtime, block: Rows, before: Rows): Promise<void> {
  const shares = await multiply(runtime, block, before, { turned: true })
  const parts = await multiply(runtime, shares, before)
  for (let at = 0; at < block.data.length; at++)
    block.data[at] = (block.data[at] as number) - (parts.data[at] as number)
}

/** @returns how many rows were replaced by random ones, from which other blocks are not taken out yet */
function orthonormalWithin(block: Rows, random: Random): number {
  const done: Float64Array[] = []
  let replaced = 0
  for (let row = 0; row < heightOf(block); row++) {
    const place = block.data.subarray(row * block.width, (row + 1) * block.width)
    let vector = Float64Array.from(place)
    for (const other of done) remove(vector, other)
    if (norm(vector) < NOTHING) {
      vector = Float64Array.from(place, () => random.gaussian() / Math.sqrt(block.width))
      for (const other of done) remove(vector, other)
      replaced++
    }
    const length = norm(vector)
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length
    place.set(vector)
    done.push(vector)
  }
  return replaced
}

/** Divides rows by their lengths; rows of zeros stay. */
export function unitRows({ data, width }: Rows): void {
  for (let start = 0; start < data.length; start += width) {
    const row = data.subarray(start, start + width)
    let squares = 0
    for (let at = 0; at < width; at++) squares += (row[at] as number) ** 2
    const length = Math.sqrt(squares)
    if (length > 0) for (let at = 0; at < width; at++) row[at] = (row[at] as number) / length
  }
}

function remove(vector: Float64Array, direction: Float64Array): void {
  const share = dot(vector, direction)
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) - share * (direction[at] as number)
}

const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector))

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] as number)
  return sum
}
