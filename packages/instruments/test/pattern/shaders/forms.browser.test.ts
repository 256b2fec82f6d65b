/**
 * Shaders draw the picture that the exact kernel draws. Of those for editors on the web, which are made of the same parts,
 * all scenes are drawn in the slow suite.
 */
import { describe, expect, it } from 'vitest'
import { loopPath } from '../../../src/pattern/loop.ts'
import { isChaotic } from '../../../src/pattern/shaders/chaos.ts'
import { differences, exactPixels } from './exact.ts'
import { draw, expectExact } from './forms.ts'
import type { Form } from './pages/draw.ts'
import { scene, scenes } from './scenes.ts'

describe('shaders draw what the exact kernel draws, to 2/255', () => {
  for (const [title, form] of [
    ['with the weights written out', 'compiled'],
    ['as the interpreter', 'interpreter'],
    ['as WGSL', 'wgsl'],
  ] as const satisfies (readonly [string, Form])[]) {
    it(title, async () => {
      const drawn = await draw({ forms: [form], scenes })
      expectExact(drawn[form]!, scenes)
    })
  }

  it('while latents go around', async () => {
    const motion = { seed: 5, swing: 0.8, turns: 2, seconds: 6 }
    const still = { plain: scene({ depth: 4 }), dense: scene({ skips: 'dense', gain: 0.6, depth: 3 }) }
    const forms = ['shadertoy', 'book', 'wgsl'] as const
    const drawn = await draw({ forms, scenes: still, motion, seconds: 8.2 })
    const moved = Object.fromEntries(
      Object.entries(still).map(([name, at]) => [
        name,
        { ...at, latents: loopPath(at.latents, motion)(8.2 / motion.seconds) },
      ]),
    )
    for (const form of forms) expectExact(drawn[form]!, moved)
  })
})

describe('a chaotic network', () => {
  it('is one whose picture on a GPU differs visibly from the exact one', async () => {
    const size = { width: 128, height: 96 }
    const asNetart = {
      '12/12': scene({ units: 12, depth: 12, ...size }),
      '16/8': scene({ units: 16, depth: 8, ...size }),
      '19/5': scene({ units: 19, depth: 5, gain: Math.sqrt(19 / 16), ...size }),
      '24/24': scene({ units: 24, depth: 24, gain: Math.sqrt(24 / 16), ...size }),
    }
    const drawn = await draw({ forms: ['compiled'], scenes: asNetart })
    const far = Object.entries(asNetart).map(([name, one]) => {
      const sorted = differences(drawn['compiled']![name]!, exactPixels(one))
      return [name, sorted[Math.floor(sorted.length / 1000)]! > 2]
    })
    const expected = Object.entries(asNetart).map(([name, one]) => [name, isChaotic(one)])
    expect(far).toEqual(expected)
    expect(Object.fromEntries(expected)).toEqual({ '12/12': false, '16/8': false, '19/5': false, '24/24': true })
  })
})
