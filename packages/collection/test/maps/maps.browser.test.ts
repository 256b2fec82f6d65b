import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clustersOf, tsneLayout, umapLayout } from '@reverie/collection'
import { withBrowser } from '@reverie/testing'
import { build, defaultClientConditions, preview, type InlineConfig } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clustered, listsOf } from './lists.ts'

const lists = listsOf(clustered(120, 4), 24, 20)
const root = dirname(fileURLToPath(new URL('./pages/build/main.ts', import.meta.url)))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-maps-'))
  await build({ ...settings({}), build: { outDir: folder, emptyOutDir: true, target: 'es2022' } })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Typed arrays come and go as lists. */
async function makeInPage({
  indices,
  distances,
  ...sizes
}: {
  count: number
  k: number
  indices: number[]
  distances: number[]
}): Promise<number[][] | string> {
  const { make } = globalThis as unknown as { make(lists: unknown): Promise<ArrayLike<number>[] | string> }
  const made = await make({ ...sizes, indices: Int32Array.from(indices), distances: Float32Array.from(distances) })
  return typeof made === 'string' ? made : made.map((values) => Array.from(values))
}

const settings = (headers: Record<string, string>): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'silent',
  resolve: { conditions: ['reverie-source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: { outDir: folder },
  preview: { port: 0, host: '127.0.0.1', headers },
})

test.each([
  ['isolated', { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }],
  ['not isolated', {}],
])('a built page that is %s makes the maps and clusters that Node does', async (kind, headers) => {
  const server = await preview(settings(headers))
  try {
    await withBrowser({ url: server.resolvedUrls?.local[0] ?? '' }, async ({ page }) => {
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(kind === 'isolated')
      const given = { ...lists, indices: [...lists.indices], distances: [...lists.distances] }
      const made = await page.evaluate(makeInPage, given)
      const [umap, tsne] = [await umapLayout(lists), await tsneLayout(lists)]
      const { labels } = await clustersOf(
        lists,
        Array.from({ length: 120 }, () => ({ title: '', tags: [] })),
      )
      expect(made).toEqual([[...umap.positions], [...tsne.positions], [...labels]])
    })
  } finally {
    await server.close()
  }
})
