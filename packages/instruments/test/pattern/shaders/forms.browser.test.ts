/** Every form of a shader draws the picture that the exact kernel draws. */
import { withBrowser } from '@reverie/testing'
import { describe, expect, it } from 'vitest'
import { rasterOf } from '../../../src/pattern/kernel/kernel.ts'
import type { PatternScene } from '../../../src/pattern/scene.ts'
import type { Drawn, DrawRequest, Form } from './pages/draw.ts'
import { scenes } from './scenes.ts'

const page = new URL('./pages/draw.ts', import.meta.url)

/** The exact picture as RGBA. */
function exact(drawn: PatternScene): Uint8Array {
  const { data, channels, width, height } = rasterOf(drawn, 8)
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = (channel: number): number => data[pixel * channels + channel]!
    rgba.set(channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)], pixel * 4)
    if (channels % 2 === 0) rgba[pixel * 4 + 3] = at(channels - 1)
  }
  return rgba
}

/** Largest difference of a pixel's channels, sorted; a premultiplied picture is compared as such. */
function differences(drawn: Uint8Array, wanted: Uint8Array, premultiplied: boolean): number[] {
  const pixels = Array.from({ length: wanted.length / 4 }, (_, pixel) => {
    const alpha = premultiplied ? wanted[pixel * 4 + 3]! / 255 : 1
    return Math.max(
      ...[0, 1, 2, 3].map((channel) => {
        const value = wanted[pixel * 4 + channel]! * (channel < 3 ? alpha : 1)
        return Math.abs(drawn[pixel * 4 + channel]! - value)
      }),
    )
  })
  return pixels.toSorted((left, right) => right - left)
}

/** Where a step or a palette has edges, rounding may move one by a pixel: this share of pixels may differ by more. */
const share = (name: string): number => (/step|palette/.test(name) ? 0.005 : 0)

async function expectExact(forms: readonly Form[], webgpu: boolean): Promise<void> {
  const drawn = await withBrowser({ webgpu }, ({ run }) =>
    run<Drawn>(page, { forms, scenes } satisfies DrawRequest),
  )
  const failures: string[] = []
  for (const [name, drawnScene] of Object.entries(scenes)) {
    const wanted = exact(drawnScene)
    for (const form of forms) {
      const sorted = differences(drawn[form]![name]!, wanted, form === 'book')
      const kept = sorted[Math.floor(share(name) * sorted.length)]!
      if (!(kept <= 2)) failures.push(`${form}, ${name}: ${kept} (at most ${sorted[0]})`)
    }
  }
  expect(failures).toEqual([])
}

describe('shaders draw what the exact kernel draws, to 2/255', () => {
  it('with the weights written out', () => expectExact(['compiled'], false))
  it('as the interpreter', () => expectExact(['interpreter'], false))
  it('for Shadertoy', () => expectExact(['shadertoy'], false))
  it("for the Book of Shaders' editor", () => expectExact(['book'], false))
  it('as WGSL', () => expectExact(['wgsl'], true))
})
