/** A dream in Chromium beside the same dream on the CPU. */
import { psnr } from '@reverie/image'
import { withBrowser } from '@reverie/testing'
import { expect } from 'vitest'
import { resizeTo } from '../../src/dream/raster.ts'
import { dream, parametersOf } from '../../src/index.ts'
import { dreamed, input, openInput, sample } from '../material.ts'
import type { PageRequest, PageResult } from './pages/dream.ts'

const parameters = { octaves: 1, steps: 3 }

/** One octave of three steps in Chromium is at least 40 dB from the CPU's, and is a dream. */
export async function expectAgreement(provider: 'webgpu' | 'wasm', kind: 'plain' | 'guided'): Promise<void> {
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
  expect(psnr(made.raster, image)).toBeLessThan(40)
}
