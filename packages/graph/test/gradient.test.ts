/** Every gradient rule of the registry against central differences, on random shapes and attributes. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zeroGradient, type Op } from '../src/op.ts'
import * as registry from '../src/ops/index.ts'
import { disagreements, prepare } from './gradients/compare.ts'
import { real, type Sample } from './gradients/sample.ts'
import { table } from './gradients/table.ts'
import { WEBGPU_OPS, WEBGPU_OPSET } from './gradients/webgpu.ts'

describe('the gradient of', () => {
  it.each(Object.entries(table))('%s', async (op, drawn) => {
    await fc.assert(
      fc.asyncProperty(drawn, async (sample) => {
        const one = prepare(op, sample)
        const used = new Set(one.differentiated.nodes.map((node) => node.op))
        expect([...used].filter((name) => name !== op && !WEBGPU_OPS.has(name))).toEqual([])
        expect(one.differentiated.opset).toBeLessThanOrEqual(WEBGPU_OPSET)
        expect(await disagreements(one, sample.seed)).toEqual([])
      }),
      { numRuns: 20, seed: 1 },
    )
  })
})

it('is tested for every op that has one', () => {
  const differentiable = Object.entries(registry as Record<string, Op>)
    .filter(([, op]) => op.gradient !== undefined && op.gradient !== zeroGradient)
    .map(([name]) => name)
  expect(Object.keys(table).toSorted()).toEqual(differentiable.toSorted())
})

it('would be found wrong if it were', async () => {
  const sample: Sample = { operands: [real([3])], seed: 1 }
  const [sine, tangent] = [prepare('Sin', sample), prepare('Tanh', sample)]
  expect(await disagreements({ ...sine, differentiated: tangent.differentiated }, sample.seed)).not.toEqual([])
})
