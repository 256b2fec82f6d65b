/** WebGPU, without the CPU's help, dreams what the CPU dreams. */
import { afterAll, test } from 'vitest'
import { host } from '../material.ts'
import { expectAgreement } from './agreement.ts'

afterAll(() => host.dispose())

test.each(['plain', 'guided'] as const)('%s: at least 40 dB from the CPU after one octave of three steps', (kind) =>
  expectAgreement('webgpu', kind),
)
