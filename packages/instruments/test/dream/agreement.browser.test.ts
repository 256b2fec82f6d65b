/** WebGPU, without the CPU's help, and WebAssembly dream what the CPU dreams. */
import { psnr } from '@reverie/image'
import { withBrowser } from '@reverie/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { resizeTo } from '../../src/dream/raster.ts'
import { dream, parametersOf } from '../../src/index.ts'
import { dreamed, host, input, openInput, sample } from '../material.ts'
import type { PageRequest, PageResult } from './pages/dream.ts'

afterAll(() => host.dispose())

const parameters = { octaves: 1, steps: 3 }

describe.each(['webgpu', 'wasm'] as const)('%s in Chromium', (provider) => {
  test.each(['plain', 'guided'] as const)(
    '%s: at least 40 dB from the CPU after one octave of three steps',
    async (kind) => {
      const image = resizeTo((await openInput(sample('chelsea.png'))).raster, { width: 128, height: 96 })
      const guide = resizeTo((await openInput(sample('coffee.png'))).raster, { width: 120, height: 80 })
      const inputs = { image: [input(image)], ...(kind === 'guided' ? { guide: [input(guide)] } : {}) }
      const expected = await dreamed({ parameters: parametersOf(dream, { parameters }), seed: 1, inputs })
      const request: PageRequest = { provider, image, parameters, ...(kind === 'guided' ? { guide } : {}) }
      const made = await withBrowser({ webgpu: true }, ({ run }) =>
        run<PageResult>(new URL('./pages/dream.ts', import.meta.url), request),
      )
      expect(made.provider).toBe(provider)
      const decibels = psnr(made.raster, expected.raster)
      console.log(`${provider}, ${kind}: ${decibels.toFixed(1)} dB`)
      expect(decibels).toBeGreaterThanOrEqual(40)
      // And it did dream.
      expect(psnr(made.raster, image)).toBeLessThan(40)
      // SwiftShader compiles each shader anew, which takes minutes on a busy machine.
    },
    400_000,
  )
})
