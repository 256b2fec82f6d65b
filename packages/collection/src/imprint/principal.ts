/** The strongest eigenvectors of a covariance by subspace iteration; see whitening.ts. */
import type { Random } from '@reverie/recipe'
import type { Runtime } from '@reverie/runtime'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { multiply } from './product.ts'

/** Directions that are carried along beyond those asked for: the last ones converge slowly. */
const SPARE = 32
const ROUNDS = 6

/** Directions and how much varies along each. */
export interface Principal {
  /** [dimensions, kept], columns of length 1 at right angles, the strongest first. */
  readonly directions: Float32Array
  /** [kept] */
  readonly variances: Float64Array
}

/**
 * @param matrix [dimensions, dimensions], symmetric
 * @param random where the iteration begins
 */
export async function principalDirections(
  runtime: Runtime,
  matrix: Float32Array,
  dimensions: number,
  kept: number,
  random: Random,
): Promise<Principal> {
  const width = Math.min(dimensions, kept + SPARE)
  const times = async (basis: Float32Array): Promise<Float32Array> =>
    multiply(runtime, matrix, [dimensions, dimensions], basis, [dimensions, width])
  let basis = orthonormal(
    Float32Array.from({ length: dimensions * width }, () => random.gaussian()),
    width,
    random,
  )
  for (let round = 0; round < ROUNDS; round++) basis = orthonormal(await times(basis), width, random)
  const turned = await multiply(
    runtime,
    transposed(basis, dimensions, width),
    [width, dimensions],
    await times(basis),
    [dimensions, width],
  )
  const { values, vectors } = decompose(turned, width, kept)
  const directions = await multiply(runtime, basis, [dimensions, width], vectors, [width, kept])
  return { directions, variances: values }
}

/** Eigenvalues, largest first, and eigenvectors [width, kept] of a small symmetric matrix. */
function decompose(
  small: Float32Array,
  width: number,
  kept: number,
): { values: Float64Array; vectors: Float32Array } {
  const symmetric = new Matrix(width, width)
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++)
      symmetric.set(row, column, (small[row * width + column]! + small[column * width + row]!) / 2)
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
  const order = realEigenvalues.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value)
  const vectors = new Float32Array(width * kept)
  for (let row = 0; row < width; row++)
    for (let column = 0; column < kept; column++)
      vectors[row * kept + column] = eigenvectorMatrix.get(row, order[column]!.index)
  return { values: Float64Array.from({ length: kept }, (_, at) => order[at]!.value), vectors }
}

/**
 * Columns made orthonormal by Gram and Schmidt, twice, in doubles. A column that the others leave nothing of (the pieces
 * vary in fewer directions) becomes a random one.
 * @param columns [n, width]
 */
function orthonormal(columns: Float32Array, width: number, random: Random): Float32Array {
  const length = columns.length / width
  const rows = transposed(columns, length, width)
  const done: Float64Array[] = []
  for (let column = 0; column < width; column++) {
    let vector = Float64Array.from(rows.subarray(column * length, (column + 1) * length))
    let before = norm(vector)
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) remove(vector, other)
      const after = norm(vector)
      if (after > 1e-6 * before && after > 0) {
        scale(vector, 1 / after)
        before = 1
      } else {
        vector = Float64Array.from({ length }, () => random.gaussian())
        before = norm(vector)
        pass = -1
      }
    }
    done.push(vector)
  }
  const result = new Float32Array(columns.length)
  done.forEach((vector, column) => vector.forEach((value, at) => (result[at * width + column] = value)))
  return result
}

const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector))

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] as number)
  return sum
}

function remove(vector: Float64Array, direction: Float64Array): void {
  const share = dot(vector, direction)
  for (let at = 0; at < vector.length; at++) vector[at]! -= share * (direction[at] as number)
}

function scale(vector: Float64Array, factor: number): void {
  for (let at = 0; at < vector.length; at++) vector[at]! *= factor
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(matrix.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = matrix[row * columns + column]!
  return result
}
