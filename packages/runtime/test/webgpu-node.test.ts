import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findChromium, type Distance } from '@reverie/testing'
import { expect, it } from 'vitest'
import { runProcess } from './process.ts'

/** SwiftShader's Vulkan driver: beside the Chromium, or where Debian's package has it. */
const driver = [dirname(findChromium() ?? '/'), '/usr/lib/chromium']
  .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
  .find((file) => existsSync(file))

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
