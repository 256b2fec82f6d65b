/**
 * Every gradient graph on ONNX Runtime's WebGPU provider, in Node over SwiftShader, with no node on the CPU, against the
 * CPU's result. Twenty times as slow as the CPU alone, most of it spent on shaders.
 */
import { findVulkanDriver } from '@reverie/testing'
import * as fc from 'fast-check'
import type { InferenceSession } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { gradientOf } from '../src/gradient.ts'
import { prepare, withSession, type Case } from './gradients/compare.ts'
import type { Sample } from './gradients/sample.ts'
import { table } from './gradients/table.ts'
import { MISSING_ON_WEBGPU } from './gradients/webgpu.ts'

const driver = findVulkanDriver()

// The Vulkan loader reads the environment when the first session is made.
process.env['VK_ICD_FILENAMES'] = driver
process.env['VK_DRIVER_FILES'] = driver

const webgpu = {
  executionProviders: ['webgpu'],
  extra: { session: { disable_cpu_ep_fallback: '1' } },
} satisfies InferenceSession.SessionOptions

/**
 * What the provider's forward kernels do not have: convolutions and pools of volumes (5 axes), and powers of
 * whole numbers.
 */
const isSupported = ({ operands }: Sample): boolean =>
  operands.every((one) => one.kind !== 'real' || one.shape.length < 5)
const withFloatExponent = ({ operands: [, exponent] }: Sample): boolean =>
  exponent?.kind !== 'constant' || exponent.value.type === 'float32'

describe.skipIf(driver === undefined)('the gradient on WebGPU of', () => {
  const supported = Object.entries(table).filter(([op]) => !MISSING_ON_WEBGPU.includes(op))
  it.each(supported)('%s', async (op, drawn) => {
    const samples = drawn.filter((sample) => isSupported(sample) && (op !== 'Pow' || withFloatExponent(sample)))
    for (const sample of fc.sample(samples, { numRuns: 3, seed: 1 })) {
      expect(await distance(prepare(op, sample))).toBeLessThan(1e-3)
    }
  })
})

/** The largest difference between the two providers' gradients, relative to the largest element of each. */
async function distance({ differentiated, feeds, reals }: Case): Promise<number> {
  const found = await withSession(differentiated, webgpu, (run) => run(feeds))
  const expected = await withSession(differentiated, {}, (run) => run(feeds))
  const distances = [...reals.keys()].flatMap((name) => {
    const [a, b] = [found[gradientOf(name)]!, expected[gradientOf(name)]!]
    const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)
    return Array.from(b, (value, at) => Math.abs(value - a[at]!) / largest)
  })
  // A NaN is not less than anything: the test fails.
  return distances.some(Number.isNaN) ? Number.NaN : Math.max(0, ...distances)
}
