import { openModel } from '@reverie/models/node'
import type { Provider } from '@reverie/runtime'
import { createRuntime } from '@reverie/runtime/node'
import { withBrowser } from '@reverie/testing'
import { expect } from 'vitest'
import { fitWhitening, neighbourLists, openImprinter, whiten } from '../../src/index.ts'
import type { Imprinted } from '../pages/imprint.ts'
import { pieces } from './pictures.ts'

/** Imprints and searches in Chromium and here, and compares. */
export async function expectAsInNode(provider: Provider): Promise<void> {
  const runtime = await createRuntime({ threads: 1 })
  const imprinter = await openImprinter({ model: await openModel('mobilenet'), runtime, side: 64 })
  const wanted = await imprinter.imprint(pieces())
  const count = pieces().length
  const whitening = await fitWhitening(runtime, wanted, count, imprinter.dimensions, { kept: 16 })
  const imprints = { count, dimensions: 16, vectors: await whiten(runtime, whitening, wanted) }
  const lists = await neighbourLists(runtime, imprints, 1)
  await runtime.dispose()

  const page = new URL('../pages/imprint.ts', import.meta.url)
  const seen = await withBrowser({ webgpu: provider === 'webgpu' }, ({ run }) => run<Imprinted>(page, provider))
  expect(seen.provider).toBe(provider)
  const error = Math.hypot(...seen.features.map((value, at) => value - wanted[at]!)) / Math.hypot(...wanted)
  expect(error).toBeLessThan(1e-3)
  expect(seen.nearest).toEqual(lists.indices)
  expect(seen.hits[0]).toBe(lists.indices[0])
  expect(seen.duplicates).toEqual([])
}
