import { oklabToSrgb, srgbToLinear, srgbToOklab } from '@reverie/image'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelsOf } from '../../src/pattern/kernel/pack.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import type { ColorMode, Coloring } from '../../src/pattern/scene.ts'
import { constant, lively, plainPlane, sceneWith } from './kernel-scene.ts'

/** The colour that a mode makes of outputs. */
function colorOf(mode: ColorMode, outputs: readonly number[], changes: Partial<Coloring> = {}): number[] {
  const coloring: Coloring = { mode, alpha: 'off', ...changes }
  return [...rasterOf(sceneWith(constant(outputs), { width: 1, height: 1, coloring }), 'float').data]
}

const expectNear = (found: readonly number[], expected: readonly number[], tolerance = 1e-5): void => {
  expect(found.length).toBe(expected.length)
  for (const [index, value] of expected.entries())
    expect(Math.abs(found[index]! - value), `${found.join()} is not ${expected.join()}`).toBeLessThan(tolerance)
}

const share = fc.float({ min: 0, max: 1, noNaN: true })
const triple = fc.tuple(share, share, share)

describe('colours of the kernel', () => {
  it('has the channels that a picture needs', () => {
    const channels = (mode: ColorMode, alpha: Coloring['alpha']): number =>
      channelsOf({ coloring: { mode, alpha } })
    expect([
      channels('bw', 'off'),
      channels('bw', 'full'),
      channels('oklch', 'off'),
      channels('cmyk', 'netart'),
    ]).toEqual([1, 2, 3, 4])
  })

  it('clips outputs to 0 … 1, and takes what is no number for 0', () => {
    expect(colorOf('rgb', [-3, 0.25, 7])).toEqual([0, 0.25, 1])
    // 3e38 + 3e38 − (3e38 + 3e38)
    const network = constant([1, 0.5, 0.25])
    const overflowing = { ...network.layers[0]!, bias: Float32Array.of(3e38, 3e38, -3e38) }
    const difference = {
      inputs: 3,
      units: 3,
      weights: Float32Array.of(9, 0, 9, 0, 0, 0, 0, 0, 0),
      activations: ['identity'],
    } as const
    const scene = sceneWith({ ...network, layers: [overflowing, difference] }, { width: 1, height: 1 })
    expect([...rasterOf(scene, 8).data]).toEqual([0, 0, 0])
  })

  it('rounds halves to even', () => {
    expect([
      ...rasterOf(
        sceneWith(constant([0.5 / 255, 1.5 / 255, 2.5 / 255].map(Math.fround)), { width: 1, height: 1 }),
        8,
      ).data,
    ]).toEqual([0.5 / 255, 1.5 / 255, 2.5 / 255].map((value) => Math.round(Math.fround(value) * 255)))
    const half = sceneWith(constant([0.5, 0.5, 0.5]), { width: 1, height: 1 })
    expect([...rasterOf(half, 8).data]).toEqual([128, 128, 128])
    expect([...rasterOf(half, 16).data]).toEqual([32_768, 32_768, 32_768])
  })

  it('has netart-js’s cmyk', () => {
    expectNear(colorOf('cmyk', [0.25, 0.5, 1, 0.9]), [0.6, 0.4, 0])
  })

  it('turns hue, saturation and value or lightness into colours', () => {
    expectNear(colorOf('hsv', [0, 1, 1]), [1, 0, 0])
    expectNear(colorOf('hsv', [1 / 3, 1, 0.5]), [0, 0.5, 0])
    expectNear(colorOf('hsv', [0.75, 0.5, 1]), [0.75, 0.5, 1])
    expectNear(colorOf('hsl', [2 / 3, 1, 0.5]), [0, 0, 1])
    expectNear(colorOf('hsl', [1 / 12, 1, 0.5]), [1, 0.5, 0])
    expectNear(colorOf('hsl', [0.5, 0.5, 0.75]), [0.625, 0.875, 0.875])
    fc.assert(
      fc.property(triple, ([h, s, v]) => {
        const [red, green, blue] = colorOf('hsv', [h, s, v]) as [number, number, number]
        const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
        expectNear([most, most - least], [v, s * v])
        // hsl of the same colour gives it again.
        const l = (most + least) / 2
        const room = 1 - Math.abs(2 * l - 1)
        if (room > 0.01)
          expectNear(colorOf('hsl', [h, Math.min(1, (most - least) / room), l]), [red, green, blue], 1e-4)
      }),
    )
  })

  it('takes hues around the circle', () => {
    for (const mode of ['hsv', 'hsl', 'oklch'] as const) {
      const place = mode === 'oklch' ? 2 : 0
      const at = (hue: number): number[] => colorOf(mode, [0.5, 0.5, 0.5].with(place, hue))
      expectNear(at(1.25), at(0.25), 1e-5)
      expectNear(at(-0.75), at(0.25), 1e-5)
      expectNear(at(1), at(0), 1e-5)
    }
  })

  it('makes colours of OKLCH, with as much of their chroma as sRGB has', () => {
    fc.assert(
      fc.property(triple, ([o0, o1, o2]) => {
        const found = colorOf('oklch', [o0, o1, o2]) as [number, number, number]
        const [lightness, a, b] = srgbToOklab(found)
        const chroma = Math.hypot(a, b)
        expect(lightness).toBeCloseTo(0.25 + 0.7 * o0, 2)
        expect(chroma).toBeLessThan(0.33 * o1 + 1e-3)
        const angle = 2 * Math.PI * o2
        const lab = (size: number) => [0.25 + 0.7 * o0, size * Math.cos(angle), size * Math.sin(angle)] as const
        if (chroma < 0.33 * o1 - 2e-3) {
          const beyond = oklabToSrgb(lab(chroma + 2e-3)).map(srgbToLinear)
          expect(Math.max(...beyond) > 1 || Math.min(...beyond) < 0).toBe(true)
        } else expectNear(found, oklabToSrgb(lab(chroma)), 2e-3)
      }),
    )
  })

  it('mixes a gradient’s colours in OKLab', () => {
    const colors = Float32Array.of(1, 0, 0, 0, 0, 1, 1, 1, 1)
    expectNear(colorOf('gradient', [0], { colors }), [1, 0, 0], 1e-4)
    expectNear(colorOf('gradient', [0.5], { colors }), [0, 0, 1], 1e-4)
    expectNear(colorOf('gradient', [1], { colors }), [1, 1, 1], 1e-4)
    const [red, blue] = [srgbToOklab([1, 0, 0]), srgbToOklab([0, 0, 1])]
    const middle = red.map((value, index) => (value + blue[index]!) / 2) as unknown as typeof red
    expectNear(colorOf('gradient', [0.25], { colors }), oklabToSrgb(middle), 2e-3)
    for (const place of [0, 0.7, 1])
      expectNear(colorOf('gradient', [place], { colors: Float32Array.of(0.2, 0.4, 0.6) }), [0.2, 0.4, 0.6], 1e-4)
  })

  it('takes the nearest colour of a palette, and no other', () => {
    const colors = fc.array(triple, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(triple, colors, (outputs, colors) => {
        const found = colorOf('palette', outputs, { colors: Float32Array.from(colors.flat()) })
        expect(colors.map((color) => color.map(Math.fround))).toContainEqual(found)
        const distance = (color: readonly number[]): number => {
          const [from, to] = [srgbToOklab(outputs), srgbToOklab(color as unknown as typeof outputs)]
          return Math.hypot(...from.map((value, index) => value - to[index]!))
        }
        for (const color of colors) expect(distance(found)).toBeLessThan(distance(color) + 1e-4)
      }),
    )
  })

  it('makes alpha of the output behind the colour’s', () => {
    expectNear(colorOf('rgb', [0.1, 0.2, 0.3, 0.4], { alpha: 'full' }), [0.1, 0.2, 0.3, 0.4])
    expectNear(colorOf('cmyk', [0, 0, 0, 1, 0.5], { alpha: 'netart' }), [1, 1, 1, 1])
    expectNear(colorOf('bw', [0.75, 0.25], { alpha: 'netart' }), [0.75, 0.625])
    expectNear(colorOf('bw', [0.75, 1], { alpha: 'netart' }), [0.75, 0.25])
  })

  it('averages samples in linear light, weighted by alpha', () => {
    // One pixel of four samples, of which the right two are white and opaque: step(x).
    const white = {
      features: ['x'],
      layers: [{ inputs: 1, units: 2, weights: Float32Array.of(1, 1), activations: ['step'] }],
      skips: 'none',
      arithmetic: 'float32',
    } as const
    const changes = { width: 1, height: 1, plane: { ...plainPlane, samples: 2 } }
    const grey = rasterOf(sceneWith(white, { ...changes, coloring: { mode: 'bw', alpha: 'off' } }), 'float').data
    expect(srgbToLinear(grey[0]!)).toBeCloseTo(0.5, 5)
    const half = rasterOf(sceneWith(white, { ...changes, coloring: { mode: 'bw', alpha: 'full' } }), 'float').data
    expectNear([...half], [1, 0.5], 1e-6)
  })

  it('changes no even area by sampling it more often', () => {
    const color = [51, 128, 230].map((value) => value / 255)
    const once = rasterOf(sceneWith(constant(color)), 8)
    const often = rasterOf(sceneWith(constant(color), { plane: { ...plainPlane, samples: 4 } }), 8)
    expect(often).toEqual(once)
    const lines = rasterOf(sceneWith(lively(), { plane: { ...plainPlane, range: 20, samples: 4 } }), 8)
    expect(lines).not.toEqual(rasterOf(sceneWith(lively(), { plane: { ...plainPlane, range: 20 } }), 8))
  })
})
