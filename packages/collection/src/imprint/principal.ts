/** The strongest eigenvectors of a covariance by subspace iteration; see whitening.ts. */
import type { Random } from '@reverie/recipe'
import type { Runtime } from '@reverie/runtime'
import { orthonormal } from './orthonormal.ts'
import { multiply, type Rows } from './product.ts'

/** Directions that are carried along beyond those asked for: the last ones converge slowly. */
const SPARE = 32
const ROUNDS = 6

/** Directions and how much varies along each. */
export interface Principal {
  /** [kept, dimensions]: of length 1, at right angles, the strongest first. */
  readonly directions: Rows
  /** [kept] */
  readonly variances: Float64Array
}

/**
 * @param matrix [dimensions, dimensions], symmetric
 * @param rank how many directions can vary at all; those that are kept beyond it are at right angles to them, at random
 * @param random where the iteration begins
 */
export async function principalDirections(
  runtime: Runtime,
  matrix: Rows,
  kept: number,
  rank: number,
  random: Random,
): Promise<Principal> {
  const { width } = matrix
  const chance = (count: number): Float32Array =>
    Float32Array.from({ length: count * width }, () => random.gaussian())
  let basis = await orthonormal(runtime, { data: chance(Math.min(width, kept + SPARE, rank)), width }, random)
  for (let round = 0; round < ROUNDS; round++)
    basis = await orthonormal(runtime, await multiply(runtime, basis, matrix), random)
  const small = await multiply(runtime, await multiply(runtime, basis, matrix), basis, { turned: true })
  const found = Math.min(kept, small.width)
  const { values, vectors } = await decompose(small, found)
  const { data } = await multiply(runtime, vectors, basis)
  const variances = new Float64Array(kept)
  variances.set(values)
  if (found === kept) return { directions: { data, width }, variances }
  const all = new Float32Array(kept * width)
  all.set(data)
  all.set(chance(kept - found), found * width)
  return { directions: await orthonormal(runtime, { data: all, width }, random), variances }
}

/** Eigenvalues, largest first, and eigenvectors [kept, n] of a small symmetric matrix. */
async function decompose({ data, width }: Rows, kept: number): Promise<{ values: Float64Array; vectors: Rows }> {
  // Loaded here, for a whitening is fitted once in the life of a collection.
  const { EigenvalueDecomposition, Matrix } = await import('ml-matrix')
  const symmetric = new Matrix(width, width)
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++)
      symmetric.set(row, column, (data[row * width + column]! + data[column * width + row]!) / 2)
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
  const order = realEigenvalues
    .map((value, index) => ({ value, index }))
    .sort((left, right) => right.value - left.value)
    .slice(0, kept)
  const vectors = new Float32Array(kept * width)
  order.forEach(({ index }, row) => {
    for (let at = 0; at < width; at++) vectors[row * width + at] = eigenvectorMatrix.get(at, index)
  })
  return { values: Float64Array.from(order, ({ value }) => value), vectors: { data: vectors, width } }
}
