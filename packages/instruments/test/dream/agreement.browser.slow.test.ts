/** A guided dream on WebGPU, without the CPU's help, is what the CPU dreams. */
import { afterAll, test } from 'vitest'
import { host } from '../material.ts'
import { expectAgreement } from './agreement.ts'

afterAll(() => host.dispose())

test('at least 40 dB from the CPU after one octave of three steps', () => expectAgreement('webgpu', 'guided'))
