/** Every form of a shader draws the picture that the exact kernel draws. */
import { withBrowser } from '@reverie/testing'
import { describe, expect, it } from 'vitest'
import { loopPath } from '../../../src/pattern/loop.ts'
import type { PatternScene } from '../../../src/pattern/scene.ts'
import { isChaotic } from '../../../src/pattern/shaders/chaos.ts'
import { differences, exactPixels } from './exact.ts'
import type { Drawn, DrawRequest, Form } from './pages/draw.ts'
import { scene, scenes } from './scenes.ts'

const page = new URL('./pages/draw.ts', import.meta.url)

const draw = (request: DrawRequest): Promise<Drawn> =>
  withBrowser({ webgpu: request.forms.includes('wgsl') }, ({ run }) => run<Drawn>(page, request))

/** Where a step or a palette has edges, rounding may move one by a pixel: this share of pixels may differ by more. */
const share = (name: string): number => (/step|palette/.test(name) ? 0.005 : 0)

function expectExact(
  drawn: Readonly<Record<string, Uint8Array>>,
  wanted: Readonly<Record<string, PatternScene>>,
  premultiplied = false,
): void {
  const failures = Object.entries(wanted).flatMap(([name, exact]) => {
    const sorted = differences(drawn[name]!, exactPixels(exact), premultiplied)
    const kept = sorted[Math.floor(share(name) * sorted.length)]!
    return kept <= 2 ? [] : [`${name}: ${kept} (at most ${sorted[0]})`]
  })
  expect(failures).toEqual([])
}

describe('shaders draw what the exact kernel draws, to 2/255', () => {
  for (const [title, form] of [
    ['with the weights written out', 'compiled'],
    ['as the interpreter', 'interpreter'],
    ['for Shadertoy', 'shadertoy'],
    ["for the Book of Shaders' editor", 'book'],
    ['as WGSL', 'wgsl'],
  ] as const satisfies (readonly [string, Form])[]) {
    it(title, async () => {
      const drawn = await draw({ forms: [form], scenes })
      expectExact(drawn[form]!, scenes, form === 'book')
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
