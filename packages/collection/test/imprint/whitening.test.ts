import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { afterAll, describe, expect, it } from 'vitest'
import { fitWhitening, whiten, type Whitening } from '../../src/imprint/index.ts'

const runtime = await createRuntime({ threads: 1 })
afterAll(async () => runtime.dispose())

/** Rows that vary in a few strong directions and many weak ones, none along an axis. */
function features(count: number, dimensions: number, seed = 1): Float32Array {
  const random = createRandom(seed)
  const sources = Array.from({ length: dimensions }, (_, at) => ({
    scale: 3 / (1 + at),
    direction: Array.from({ length: dimensions }, () => random.gaussian()),
  }))
  const rows = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++)
    for (const { scale, direction } of sources) {
      const amount = scale * random.gaussian()
      direction.forEach((value, column) => (rows[row * dimensions + column]! += amount * value))
    }
  // Squared with their signs, so that the square root gives the rows back.
  return rows.map((value) => Math.sign(value) * (value + 0.5) ** 2)
}

/** What a whitening makes of rows before they are brought to length 1: [count, kept]. */
function turned({ mean, projection, kept, dimensions }: Whitening, rows: Float32Array): Float64Array {
  const result = new Float64Array((rows.length / dimensions) * kept)
  for (let row = 0; row * dimensions < rows.length; row++)
    for (let column = 0; column < dimensions; column++) {
      const value = rows[row * dimensions + column]!
      const centred = Math.sign(value) * Math.sqrt(Math.abs(value)) - mean[column]!
      for (let to = 0; to < kept; to++) result[row * kept + to]! += centred * projection[column * kept + to]!
    }
  return result
}

function covarianceOf(rows: Float64Array, dimensions: number): number[][] {
  const count = rows.length / dimensions
  return Array.from({ length: dimensions }, (_, left) =>
    Array.from({ length: dimensions }, (__, right) => {
      let sum = 0
      for (let row = 0; row < count; row++) sum += rows[row * dimensions + left]! * rows[row * dimensions + right]!
      return sum / count
    }),
  )
}

describe('whitening', () => {
  const count = 600
  const dimensions = 40
  const rows = features(count, dimensions)

  it('makes the covariance the identity at strength 1', async () => {
    const whitening = await fitWhitening(runtime, rows, count, dimensions, { kept: 12, strength: 1 })
    const covariance = covarianceOf(turned(whitening, rows), 12)
    for (const [row, values] of covariance.entries())
      for (const [column, value] of values.entries()) expect(value).toBeCloseTo(row === column ? 1 : 0, 1)
  })

  it('makes directions independent at any strength, the strongest first', async () => {
    const whitening = await fitWhitening(runtime, rows, count, dimensions, { kept: 12 })
    const covariance = covarianceOf(turned(whitening, rows), 12)
    const variances = covariance.map((values, at) => values[at]!)
    expect(variances).toEqual(variances.toSorted((left, right) => right - left))
    for (const [row, values] of covariance.entries())
      for (const [column, value] of values.entries())
        if (row !== column) expect(Math.abs(value)).toBeLessThan(0.02 * variances[0]!)
  })

  it('gives rows of length 1, the same again, and the same for a row alone', async () => {
    const whitening = await fitWhitening(runtime, rows, count, dimensions)
    const again = await fitWhitening(runtime, rows, count, dimensions)
    expect(again).toEqual(whitening)
    const imprints = await whiten(runtime, whitening, rows)
    expect(imprints).toHaveLength(count * whitening.kept)
    for (let row = 0; row < count; row++) {
      const imprint = imprints.subarray(row * whitening.kept, (row + 1) * whitening.kept)
      expect(imprint.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
    }
    const alone = await whiten(runtime, whitening, rows.slice(0, dimensions))
    alone.forEach((value, at) => expect(value).toBeCloseTo(imprints[at]!, 5))
  })

  it('works with one piece, with equal pieces, and with fewer pieces than directions', async () => {
    const one = rows.slice(0, dimensions)
    for (const few of [one, Float32Array.from([...one, ...one, ...one]), rows.slice(0, 5 * dimensions)]) {
      const whitening = await fitWhitening(runtime, few, few.length / dimensions, dimensions)
      // New pieces are told apart although the fit never saw them vary like that.
      const imprints = await whiten(runtime, whitening, rows.slice(0, 20 * dimensions))
      expect(imprints.every(Number.isFinite)).toBe(true)
      const cosine = (left: number, right: number): number =>
        imprints
          .subarray(left * whitening.kept, (left + 1) * whitening.kept)
          .reduce((sum, value, at) => sum + value * imprints[right * whitening.kept + at]!, 0)
      expect(cosine(10, 11)).toBeLessThan(0.99)
    }
  })

  it('refuses rows of another length and no rows at all', async () => {
    const whitening = await fitWhitening(runtime, rows, count, dimensions)
    await expect(whiten(runtime, whitening, new Float32Array(41))).rejects.toThrow(
      'This whitening takes rows of 40 numbers, found 41 numbers in all.',
    )
    await expect(fitWhitening(runtime, new Float32Array(0), 0, 40)).rejects.toThrow('one row of 40 numbers or more')
  })
})
