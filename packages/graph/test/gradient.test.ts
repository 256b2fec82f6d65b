/** Every gradient rule of the registry against central differences, on random shapes and attributes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zeroGradient, type Op } from '../src/op.ts'
import * as registry from '../src/ops/index.ts'
import { disagreements } from './gradients/compare.ts'
import { elementwise } from './gradients/elementwise.ts'
import { movement } from './gradients/movement.ts'
import type { Samples } from './gradients/sample.ts'
import { spatial } from './gradients/spatial.ts'
import { statistics } from './gradients/statistics.ts'

const table: Record<string, Samples> = { ...elementwise, ...movement, ...spatial, ...statistics }

describe('the gradient of', () => {
  for (const [op, drawn] of Object.entries(table)) {
    it(op, async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async (sample) => {
          expect(await disagreements(op, sample)).toEqual([])
        }),
        { numRuns: 20, seed: 1 },
      )
    })
  }
})

it('is tested for every op that has one', () => {
  const differentiable = Object.entries(registry as Record<string, Op>)
    .filter(([, op]) => op.gradient !== undefined && op.gradient !== zeroGradient)
    .map(([name]) => name)
  expect(Object.keys(table).toSorted()).toEqual(differentiable.toSorted())
})
