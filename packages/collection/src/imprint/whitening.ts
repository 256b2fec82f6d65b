/**
 * Whitening: from what a network put out to rows whose cosines tell likeness.
 *
 * Raw features share most of what they say (every picture has edges), and a few directions outweigh all others. So: the
 * signed square root of each number, which calms bursts (Perronnin et al., "Improving the Fisher Kernel", 2010); less
 * the mean; turned into its principal directions, of which the strongest are kept; each divided by its standard deviation
 * to the power `strength` (Jégou and Chum, "Negative evidences and co-occurrences", 2012, is strength 1); brought to
 * length 1. Whole whitening raises the noise of faint directions to the level of what matters: half of it found
 * more of what belongs together (docs/guide/collections.md), and is the default.
 *
 * The directions are found by subspace iteration with a Rayleigh–Ritz step (Halko, Martinsson and Tropp, "Finding
 * structure with randomness", 2011) on the covariance: large products go through ONNX Runtime, so that 1,824
 * dimensions take a second or two instead of a minute. Within the directions kept the covariance is diagonal exactly,
 * however near they are to the true ones. Where there are fewer pieces than directions, the rest is filled up with
 * directions at right angles, so that pieces that are added later are still told apart.
 */
import { createRandom } from '@reverie/recipe'
import type { Runtime } from '@reverie/runtime'
import { CollectionError } from '../error.ts'
import { covariance } from './covariance.ts'
import { unitRows } from './orthonormal.ts'
import { multiply, transposed } from './product.ts'
import { principalDirections } from './principal.ts'

/** A transformation of raw features, fitted once. Its arrays can be stored as they are. */
export interface Whitening {
  /** Length of raw features. */
  readonly dimensions: number
  /** Length of imprints. */
  readonly kept: number
  /** [dimensions] of the square roots. */
  readonly mean: Float32Array
  /** Directions, each already divided; of shape [dimensions, kept]. */
  readonly projection: Float32Array
}

/** How a whitening is fitted. */
export interface WhiteningOptions {
  /** Length of imprints at most. Default 256. */
  readonly kept?: number
  /** 0 turns only, 1 makes the covariance the identity. Default 0.5. */
  readonly strength?: number
}

const KEPT = 256
const STRENGTH = 0.5
/** Added to variances at least, as a share of their mean: directions without any must not become infinite. */
const LEAST = 1e-4
/** Covariances need no more pieces than this, taken evenly. */
const MOST = 12_000
/** Rows that are multiplied at once: bounds the memory. */
const BLOCK = 4096

/**
 * Fits a whitening to raw features. The same features give the same whitening on the same machine.
 * @param features [count, dimensions], at least one row
 * @throws CollectionError when there are no rows, or not as many numbers as said
 */
export async function fitWhitening(
  runtime: Runtime,
  features: Float32Array,
  count: number,
  dimensions: number,
  { kept: most = KEPT, strength = STRENGTH }: WhiteningOptions = {},
): Promise<Whitening> {
  if (count < 1 || features.length !== count * dimensions) {
    throw new CollectionError(
      `A whitening is fitted to one row of ${dimensions} numbers or more, found ${features.length} numbers for ${count} rows.`,
    )
  }
  const kept = Math.min(most, dimensions)
  const rows = evenly(features, count, dimensions)
  const { mean, matrix } = await covariance(runtime, rows, rows.length / dimensions, dimensions)
  const { directions, variances } = await principalDirections(runtime, matrix, kept, count, createRandom(1))
  const floor = shrinkage(variances, count)
  const projection = transposed(directions).data
  for (let at = 0; at < projection.length; at++) {
    const variance = Math.max(0, variances[at % kept] as number) + floor
    projection[at] = (projection[at] as number) / variance ** (strength / 2)
  }
  return { dimensions, kept, mean, projection }
}

/**
 * Applies a whitening.
 * @param features [n, dimensions], raw
 * @returns [n, kept], rows of length 1
 * @throws CollectionError when the features are of another length
 */
export async function whiten(
  runtime: Runtime,
  whitening: Whitening,
  features: Float32Array,
): Promise<Float32Array> {
  const { dimensions, kept, mean, projection } = whitening
  const count = features.length / dimensions
  if (!Number.isInteger(count)) {
    throw new CollectionError(
      `This whitening takes rows of ${dimensions} numbers, found ${features.length} numbers in all. ` +
        `Were they made with another model?`,
    )
  }
  const result = new Float32Array(count * kept)
  for (let start = 0; start < count; start += BLOCK) {
    const length = Math.min(BLOCK, count - start)
    const rows = features.slice(start * dimensions, (start + length) * dimensions)
    for (let at = 0; at < rows.length; at++) rows[at] = calm(rows[at] as number) - (mean[at % dimensions] as number)
    const turned = await multiply(runtime, { data: rows, width: dimensions }, { data: projection, width: kept })
    result.set(turned.data, start * kept)
  }
  for (let start = 0; start < result.length; start += kept)
    // Each piece has a direction, and be it the first axis.
    if (result.subarray(start, start + kept).every((value) => value === 0)) result[start] = 1
  unitRows({ data: result, width: kept })
  return result
}

/** Square roots of a part of the rows. */
function evenly(features: Float32Array, count: number, dimensions: number): Float32Array {
  const taken = Math.min(count, MOST)
  const rows = new Float32Array(taken * dimensions)
  for (let row = 0; row < taken; row++) {
    const from = Math.floor((row * count) / taken) * dimensions
    for (let column = 0; column < dimensions; column++)
      rows[row * dimensions + column] = calm(features[from + column] as number)
  }
  return rows
}

/** The signed square root; what is no number counts as nothing. */
const calm = (value: number): number => (value >= 0 ? Math.sqrt(value) : value < 0 ? -Math.sqrt(-value) : 0)

/**
 * What is added to all variances. Those of few pieces say more of these pieces than of others to come, and dividing by the
 * small ones would set copies apart: the fewer pieces for each direction, the nearer to their mean they are all taken to be.
 */
function shrinkage(variances: Float64Array, count: number): number {
  const kept = variances.length
  const mean = variances.reduce((sum, value) => sum + Math.max(0, value), 0) / Math.min(kept, count)
  return mean * Math.max(LEAST, (kept / (kept + count)) ** 2) || 1
}
