/**
 * WebGPU, without the CPU's help, and WebAssembly dream what the CPU dreams. A guided dream on WebGPU is left to the slow
 * suite: SwiftShader compiles each shader anew, which takes minutes on a busy machine.
 */
import { afterAll, test } from 'vitest'
import { host } from '../material.ts'
import { expectAgreement } from './agreement.ts'

afterAll(() => host.dispose())

test.each([
  ['webgpu', 'plain'],
  ['wasm', 'plain'],
  ['wasm', 'guided'],
] as const)(
  '%s in Chromium, %s: at least 40 dB from the CPU after one octave of three steps',
  (provider, kind) => expectAgreement(provider, kind),
  400_000,
)
