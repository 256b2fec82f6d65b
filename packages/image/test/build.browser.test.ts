import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withBrowser } from '@reverie/testing'
import { build, defaultClientConditions, preview, type InlineConfig } from 'vite'
import { expect, test } from 'vitest'
import { fixtures } from './fixtures.ts'

test('a built page finds libvips, in a worker, and loads it only then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-build-'))
  const settings: InlineConfig = {
    configFile: false,
    root: dirname(fileURLToPath(new URL('./pages/build/main.ts', import.meta.url))),
    logLevel: 'silent',
    resolve: { conditions: ['reverie-source', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
    preview: {
      port: 0,
      host: '127.0.0.1',
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  }
  await build(settings)
  const server = await preview(settings)
  try {
    const { 'alpha.tif': tiff } = await fixtures()
    const files = await readdir(join(folder, 'assets'))
    expect(files.filter((name) => name.endsWith('.wasm'))).toHaveLength(2)
    await withBrowser({ url: server.resolvedUrls?.local[0] ?? '' }, async ({ page }) => {
      const fetched: string[] = []
      page.on('response', (response) => fetched.push(new URL(response.url()).pathname))
      const read = (bytes: Uint8Array) =>
        page.evaluate(
          (content) => (globalThis as unknown as { read(bytes: Uint8Array): Promise<unknown> }).read(content),
          bytes,
        )
      await page.reload()
      expect(fetched.filter((path) => /vips/.test(path))).toEqual([])
      expect(await read(tiff?.bytes ?? new Uint8Array())).toEqual([151, 4, 'avif', 151])
      expect(fetched.filter((path) => path.endsWith('.wasm')).length).toBeGreaterThanOrEqual(2)
    })
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 180_000)
