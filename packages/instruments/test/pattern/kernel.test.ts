import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBandKernel, rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import { scenes } from './arbitrary-scene.ts'
import { referenceOutputs, referenceRaster } from './reference.ts'

describe('the exact kernel', () => {
  it('gives every output as the formulas do, bit for bit', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const kernel = createBandKernel()
        kernel.load(packScene(scene, { depth: 'float', outputs: true }))
        const plain = { ...scene, plane: { ...scene.plane, samples: 1 } }
        const expected = Array.from({ length: scene.height }, (_, row) =>
          Array.from({ length: scene.width }, (_, column) =>
            referenceOutputs(plain, { row, column, across: 0, down: 0 }),
          ),
        ).flat(2)
        expect([...kernel.render(0, scene.height)]).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it.each([8, 16, 'float'] as const)('gives every value of a picture of depth %s as the formulas do', (depth) => {
    fc.assert(
      fc.property(scenes, (scene) => {
        expect(rasterOf(scene, depth)).toEqual(referenceRaster(scene, depth))
      }),
      { numRuns: 200 },
    )
  })
})
