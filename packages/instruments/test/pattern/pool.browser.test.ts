import { sha256 } from '@reverie/recipe'
import { createNetart, withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { composeScene } from '../../src/pattern/compose.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import { netartScene } from './netart-scene.ts'
import type { BandsRequest, BandsResult } from './pages/bands.ts'

const composed = (parameters: Parameters<typeof patternParameters.parse>[0]) =>
  composeScene({ parameters: patternParameters.parse(parameters), seed: 5 })

test('Chromium gives the bytes that Node gives, in workers and on the page, in either arithmetic', async () => {
  const requests: readonly BandsRequest[] = [
    { scene: netartScene(createNetart(1, 'hsl', { units: 24, depth: 24 }), 150, true), depth: 8, threads: 2 },
    { scene: netartScene(createNetart(2, 'cmyk', { units: 16, depth: 8 }), 301), depth: 16, threads: 3 },
    {
      scene: composed({ width: 320, height: 200, color: 'oklch', activation: 'mixed', samples: 2, skips: 'dense' }),
      depth: 8,
      threads: 2,
    },
    {
      scene: composed({ width: 301, height: 301, color: 'gradient', tile: true, activation: 'sin', alpha: 'full' }),
      depth: 16,
      threads: 2,
    },
  ]
  await withBrowser({}, async ({ run }) => {
    for (const request of requests) {
      const found = await run<BandsResult>(new URL('./pages/bands.ts', import.meta.url), request)
      const { data } = rasterOf(request.scene, request.depth)
      const expected = await sha256(new Uint8Array(data.buffer))
      expect({ pool: found.pool, page: found.page }).toEqual({ pool: expected, page: expected })
      expect(found.tops.length).toBeGreaterThanOrEqual(4)
      expect(found.tops).toEqual(found.tops.toSorted((a, b) => a - b))
      expect(found.stopped).toBe('stopped')
    }
  })
})

test('a worker that cannot be loaded is told of', async () => {
  const ignoreErrors = [/Failed to load resource/]
  await withBrowser({ ignoreErrors }, async ({ page, run }) => {
    await page.route('**/worker-web.mjs*', (route) => route.abort())
    const scene = netartScene(createNetart(1, 'bw', { units: 24, depth: 24 }), 150)
    const request: BandsRequest = { scene, depth: 8, threads: 2 }
    await expect(run(new URL('./pages/bands.ts', import.meta.url), request)).rejects.toThrow(
      'The worker that rendered the pattern from row 0 on ended: it could not be loaded.',
    )
  })
})
