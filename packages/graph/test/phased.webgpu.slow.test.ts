/** Sums by phases on ONNX Runtime's WebGPU provider, whose convolutions forget pads of some windows. */
import { findVulkanDriver } from '@reverie/testing'
import { Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { gradientOf } from '../src/gradient.ts'
import { withSession } from './gradients/compare.ts'
import { differentiated, feedsOf, geometries } from './phased.ts'

const driver = findVulkanDriver()
process.env['VK_ICD_FILENAMES'] = driver
process.env['VK_DRIVER_FILES'] = driver
const webgpu = { executionProviders: ['webgpu'], extra: { session: { disable_cpu_ep_fallback: '1' } } }

describe.skipIf(driver === undefined)('on WebGPU', () => {
  it.each(geometries)('%j %j %j', async (...geometry) => {
    const graph = differentiated(geometry, true)
    const { x } = feedsOf(geometry, true)
    const feeds = { x: new Tensor('float32', x!.data as Float32Array, x!.shape) }
    const found = (await withSession(graph, webgpu, (run) => run(feeds)))[gradientOf('x')]!
    const expected = (await withSession(graph, {}, (run) => run(feeds)))[gradientOf('x')]!
    const largest = Math.max(...Array.from(expected, Math.abs))
    const distances = Array.from(expected, (value, at) => Math.abs(value - found[at]!))
    expect(Math.max(...distances)).toBeLessThan(1e-3 * largest)
  })
})
