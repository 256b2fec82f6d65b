/** Cases of normalisations and products that random samples of one op do not reach. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { float, int } from '../src/graph.ts'
import { disagreements, prepare } from './gradients/compare.ts'
import { integers, real, samples, shapes, type Sample, type Samples } from './gradients/sample.ts'

/** Statistics are outputs too, and cotangents flow back from them. */
const training: Samples = samples(
  fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    shapes(0, 3, 3),
    fc.constantFrom(0.9, 0.5),
  ),
  ([batch, channels, sizes, momentum]) => ({
    operands: [
      real([batch, channels, ...sizes]),
      real([channels]),
      real([channels]),
      real([channels]),
      real([channels], 'positive'),
    ],
    attributes: { epsilon: float(0.2), momentum: float(momentum), training_mode: int(1) },
    outputs: 3,
  }),
)

const statistics: Samples = samples(shapes(1, 3, 3), (shape) => ({
  operands: [real(shape), real(shape.slice(-1)), real(shape.slice(-1))],
  attributes: { epsilon: float(0.2) },
  outputs: 3,
}))

describe('the gradient of', () => {
  const properties: Record<string, [string, Samples]> = {
    'BatchNormalization in training, with its running statistics': ['BatchNormalization', training],
    'LayerNormalization, with its mean and deviation': ['LayerNormalization', statistics],
  }
  it.each(Object.entries(properties))('%s', async (_, [op, drawn]) => {
    await fc.assert(
      fc.asyncProperty(drawn, async (sample) => {
        expect(await disagreements(prepare(op, sample), sample.seed)).toEqual([])
      }),
      { numRuns: 12, seed: 1 },
    )
  })

  it('ReduceProd where elements are 0: the product of the others', async () => {
    for (const shape of [
      [1, 4],
      [3, 1],
    ]) {
      const sample: Sample = {
        operands: [real(shape, 'zero'), integers([0])],
        seed: 3,
      }
      expect(await disagreements(prepare('ReduceProd', sample), sample.seed)).toEqual([])
    }
  })
})
