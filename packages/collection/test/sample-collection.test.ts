import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openCollection, sampleCollection } from '@reverie/collection/node'

test('the sample collection is ready: transparent pieces with authors and licences, neighbours and maps', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'reverie-cache-'))
  try {
    const folder = await sampleCollection(cache)
    expect(await sampleCollection(cache)).toBe(folder)
    const samples = await openCollection(folder)
    const pieces = await samples.pieces()
    expect(pieces.length).toBeGreaterThanOrEqual(500)
    for (const { author, license, title, silhouette } of pieces) {
      expect([author, title]).not.toContain('')
      expect(license).toBe('CC-PDDC')
      expect(silhouette.coverage).toBeLessThan(1)
    }
    expect((await samples.imprints()).count).toBe(pieces.length)
    expect((await samples.neighbours()).k).toBeGreaterThanOrEqual(20)
    expect(samples.layouts).toEqual(expect.arrayContaining(['umap', 'grid', 'color', 'tags']))
    const { id, sha256 } = pieces[0]!
    expect((await samples.original(id))?.length).toBe(pieces[0]!.bytes)
    expect(await sharp(await samples.thumbnail(id, 64)).metadata()).toMatchObject({
      format: 'webp',
      width: 64,
      hasAlpha: true,
    })
    expect(sha256.startsWith(id)).toBe(true)
  } finally {
    await rm(cache, { recursive: true })
  }
})
