/**
 * WebAssembly dreams what the CPU dreams. WebGPU is left to the slow suite: SwiftShader compiles each shader anew, which takes
 * minutes on a busy machine.
 */
import { afterAll, test } from 'vitest'
import { host } from '../material.ts'
import { expectAgreement } from './agreement.ts'

afterAll(() => host.dispose())

test.each(['plain', 'guided'] as const)('%s: at least 40 dB from the CPU after one octave of three steps', (kind) =>
  expectAgreement('wasm', kind),
)
