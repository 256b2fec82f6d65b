import { gradient, writeOnnx } from '@reverie/graph'
import { createRuntime, type Provider } from '@reverie/runtime/node'
import { distance, networks, withBrowser } from '@reverie/testing'
import { describe, expect, it } from 'vitest'
import type { HandleResult } from './pages/handles.ts'
import type { PageRequest, PageResult } from './pages/gradient.ts'
import { randomTensor } from './tensors.ts'

const gradientPage = new URL('./pages/gradient.ts', import.meta.url)

describe.each(['webgpu', 'wasm'] as const)('%s in Chromium', (provider: Provider) => {
  it.each(['resnet', 'vit'] as const)(
    'computes the gradient of a %s as the CPU does, without fallback',
    async (kind) => {
      const network = networks[kind]()
      const graph = gradient(network, { of: network.outputs[0]!.name, withRespectTo: ['image'] })
      const image = randomTensor([1, 3, 32, 32], 1)
      const output = 'gradient/image'
      const request: PageRequest = { provider, file: writeOnnx(graph), feeds: { image }, output }
      const found = await withBrowser({ webgpu: true }, ({ run }) => run<PageResult>(gradientPage, request))
      const runtime = await createRuntime()
      const made = await (await runtime.compile(graph)).run({ image })
      const expected = (await made[output]!.read()).data as Float32Array
      await runtime.dispose()
      expect(found.environment).toMatchObject({ provider, deterministic: provider === 'wasm' })
      expect(found.isolated).toBe(true)
      expect(distance(found.data, expected).relative).toBeLessThan(1e-4)
    },
  )
})

it('keeps handles on the device: fed back, preallocated, read', async () => {
  const found = await withBrowser({ webgpu: true }, ({ run }) =>
    run<Record<'webgpu' | 'wasm', HandleResult>>(new URL('./pages/handles.ts', import.meta.url)),
  )
  const expected = {
    fedBack: [7, 15, 23, 31, 39],
    preallocated: [1, 3, 5, 7, 9],
    sameHandle: true,
    refused: expect.stringContaining('would be written over an input of the same run') as string,
    readFeed: [0, 1, 2, 3, 4],
  }
  expect(found).toEqual({ webgpu: expected, wasm: expected })
})

it('says that the GPU was lost', async () => {
  const found = await withBrowser({ webgpu: true }, ({ run }) =>
    run<string[]>(new URL('./pages/lost.ts', import.meta.url)),
  )
  const message =
    'RuntimeError: The GPU stopped answering and its work is lost. Open another runtime, with a smaller picture or on the CPU.'
  expect(found).toEqual([message, message])
})
