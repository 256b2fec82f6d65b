import { withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { contents } from './samples.ts'

test('Chromium writes and reads a bundle in its private file system', async () => {
  const answer = await withBrowser({}, ({ run }) => run(new URL('./pages/bundle.ts', import.meta.url), undefined))
  expect(answer).toMatchObject({
    missing: undefined,
    titles: ['three', 'three', 'three'],
    phash: String((1n << 63n) + 1n),
    // The state of now and the one before.
    kept: [
      'attachments',
      'bundle.json',
      'clusters.arrow',
      'imprints.arrow',
      'layouts',
      'neighbours.arrow',
      'pieces.arrow',
      'pieces.arrow',
    ],
  })
  const { vectors } = answer as { vectors: Float32Array }
  contents(3).imprints?.vectors.forEach((value, at) => expect(vectors[at]).toBeCloseTo(value, 3))
}, 60_000)
