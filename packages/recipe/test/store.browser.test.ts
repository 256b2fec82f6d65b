import { withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { sha256 } from '@reverie/recipe'

test('Chromium keeps inputs by content in its private file system', async () => {
  const cat = new TextEncoder().encode('a cat')
  const hash = await sha256(cat)
  const answer = await withBrowser({}, ({ run }) => run(new URL('./pages/store.ts', import.meta.url), cat))
  expect(answer).toEqual({ before: undefined, hashes: [hash, hash], names: [hash], whole: cat, damaged: undefined })
}, 60_000)
