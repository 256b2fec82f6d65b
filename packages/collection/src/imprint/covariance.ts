import type { Runtime } from '@reverie/runtime'
import { multiply, transposed, type Rows } from './product.ts'

/** Rows that are multiplied at once: bounds the memory of their transposition. */
const BLOCK = 4096

/** Mean and covariance of rows. */
export interface Covariance {
  /** [dimensions] */
  readonly mean: Float32Array
  /** [dimensions, dimensions], divided by the number of rows. */
  readonly matrix: Rows
}

/**
 * The mean is that of the rows and one row of zeros more, so that a single row has a direction of its own; among many it
 * makes no difference.
 * @param rows [count, dimensions]; centred in place
 */
export async function covariance(
  runtime: Runtime,
  rows: Float32Array,
  count: number,
  dimensions: number,
): Promise<Covariance> {
  const sums = new Float64Array(dimensions)
  for (let at = 0; at < rows.length; at++) sums[at % dimensions]! += rows[at] as number
  const mean = Float32Array.from(sums, (sum) => sum / (count + 1))
  for (let at = 0; at < rows.length; at++) rows[at] = (rows[at] as number) - (mean[at % dimensions] as number)
  const total = new Float64Array(dimensions * dimensions)
  for (let start = 0; start < count; start += BLOCK) {
    const data = rows.subarray(start * dimensions, Math.min(count, start + BLOCK) * dimensions)
    const part: Rows = { data, width: dimensions }
    const products = await multiply(runtime, transposed(part), part)
    for (let at = 0; at < total.length; at++) total[at]! += products.data[at] as number
  }
  return { mean, matrix: { data: Float32Array.from(total, (sum) => sum / count), width: dimensions } }
}
