/** Shaders in Chromium beside the exact kernel. */
import { withBrowser } from '@reverie/testing'
import { expect } from 'vitest'
import type { PatternScene } from '../../../src/pattern/scene.ts'
import { differences, exactPixels } from './exact.ts'
import type { Drawn, DrawRequest } from './pages/draw.ts'

const page = new URL('./pages/draw.ts', import.meta.url)

/** Draws in a page. */
export const draw = (request: DrawRequest): Promise<Drawn> =>
  withBrowser({ webgpu: request.forms.includes('wgsl') }, ({ run }) => run<Drawn>(page, request))

/** Where a step or a palette has edges, rounding may move one by a pixel: this share of pixels may differ by more. */
const share = (name: string): number => (/step|palette/.test(name) ? 0.005 : 0)

/** All pixels within 2/255, but for edges. */
export function expectExact(
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
