/** Every gradient rule of the registry against central differences, on random shapes and attributes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zeroGradient, type Op } from '../src/op.ts'
import * as registry from '../src/ops/index.ts'
import { disagreements } from './gradients/compare.ts'
import { elementwise } from './gradients/elementwise.ts'
import { movement } from './gradients/movement.ts'
import type { Samples } from './gradients/sample.ts'

const table: Record<string, Samples> = { ...elementwise, ...movement }

describe('the gradient of', () => {
  for (const [op, drawn] of Object.entries(table)) {
    it(op, async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async (sample) => {
          expect(await disagreements(op, sample)).toEqual([])
        }),
        { numRuns: 6, seed: 1 },
      )
    })
  }
})
