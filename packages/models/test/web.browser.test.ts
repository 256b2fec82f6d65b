import { writeOnnx } from '@reverie/graph'
import { listModels } from '@reverie/models'
import { sha256 } from '@reverie/recipe'
import { networks, withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import type { Seen } from './pages/models.ts'

test('Chromium opens a built-in model, fetches it once, and keeps a network that was added', async () => {
  const network = writeOnnx(networks.resnet())
  const seen = await withBrowser({}, ({ run }) => run<Seen>(new URL('./pages/models.ts', import.meta.url), network))
  const [inception] = listModels()
  expect(seen.layers).toEqual(inception!.telling.map(({ name }) => name))
  expect(seen.first.length).toBeGreaterThan(1)
  expect(seen.first.at(-1)).toBe(inception!.bytes)
  expect(seen.second).toEqual([inception!.bytes])
  expect(seen.added).toBe('mine')
  expect(seen.listed).toEqual(['mine'])
  expect(seen.opened).toBe(await sha256(network))
  expect(seen.refusal).toContain('There is no model "nothing". Models are: inception, mobilenet, mine.')
})
