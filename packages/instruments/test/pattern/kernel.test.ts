import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileKernel } from '../../scripts/compile-kernel.ts'
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

  it('gives the same rows however they are dealt out, and whatever was rendered before', () => {
    const kernel = createBandKernel()
    const cuts = fc.array(fc.nat({ max: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(scenes, scenes, cuts, (scene, other, cuts) => {
        const whole = rasterOf(scene, 16).data
        const line = whole.length / scene.height
        kernel.load(packScene(other, { depth: 8 }))
        kernel.render(0, 1)
        kernel.load(packScene(scene, { depth: 16 }))
        for (const cut of [...cuts, 0]) {
          const top = cut % scene.height
          const rows = scene.height - top
          expect(kernel.render(top, rows)).toEqual(whole.slice(top * line))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('says what is wrong with what it is asked', () => {
    const kernel = createBandKernel()
    expect(() => kernel.render(0, 1)).toThrow('No scene is loaded: call load before render.')
    const [scene] = fc.sample(scenes, 1)
    kernel.load(packScene({ ...scene!, width: 4, height: 3 }, { depth: 8 }))
    expect(() => kernel.render(2, 2)).toThrow('Rows 2 to 3 are not in a picture of 3 rows.')
  })

  it('is compiled from the sources that stand beside it', async () => {
    const module = new URL('../../src/pattern/kernel/module.ts', import.meta.url)
    const { source } = await compileKernel()
    expect(await readFile(module, 'utf8')).toBe(source)
  })
})
