/** A page that a bundler made: ONNX Runtime's files are beside it, loaded when needed, and nothing comes from elsewhere. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withBrowser } from '@reverie/testing'
import { build, preview } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HandleResult } from './pages/handles.ts'

let folder = ''
let server: Awaited<ReturnType<typeof preview>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-built-'))
  const page = fileURLToPath(new URL('./pages/handles.ts', import.meta.url))
  await writeFile(join(folder, 'main.ts'), `import run from ${JSON.stringify(page)}\nglobalThis.run = run\n`)
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./main.ts"></script>',
  )
  const common = { configFile: false, root: folder, logLevel: 'error' } as const
  await build({ ...common, base: './', resolve: { conditions: ['reverie-source', 'module', 'browser'] } })
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  server = await preview({ ...common, preview: { port: 0, host: '127.0.0.1', headers } })
})

afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

it('runs on both providers from its own files', async () => {
  const url = server.resolvedUrls!.local[0]!
  const requests: string[] = []
  const found = await withBrowser({ webgpu: true, url }, async ({ page }) => {
    page.on('request', (request) => requests.push(request.url()))
    await page.waitForFunction('globalThis.run !== undefined')
    expect(requests.filter((address) => address.includes('ort'))).toEqual([])
    return page.evaluate<Record<'webgpu' | 'wasm', HandleResult>>('globalThis.run()')
  })
  expect(found.webgpu.fedBack).toEqual([7, 15, 23, 31, 39])
  expect(found.wasm.fedBack).toEqual([7, 15, 23, 31, 39])
  expect(requests.filter((address) => !address.startsWith(url) && !address.startsWith('blob:'))).toEqual([])
  const modules = (await readdir(join(folder, 'dist/assets'))).filter((name) => /^ort.*\.wasm$/.test(name))
  expect(modules).toHaveLength(2)
})
