import { findVulkanDriver, type Distance } from '@reverie/testing'
import { expect, it } from 'vitest'
import { runProcess } from './process.ts'

const driver = findVulkanDriver()

it.skipIf(driver === undefined).each(['mobilenet', 'vit'])(
  'computes the gradient of a %s on WebGPU in Node, with no node on the CPU',
  async (kind) => {
    const { relative } = await runProcess<Distance>('webgpu', [kind], {
      VK_ICD_FILENAMES: driver!,
      VK_DRIVER_FILES: driver!,
    })
    expect(relative).toBeLessThan(1e-4)
  },
)
