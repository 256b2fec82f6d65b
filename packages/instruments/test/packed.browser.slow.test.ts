/**
 * Reverie as a library: what `npm pack` makes, installed in an empty folder, serves a Node script and a Vite page. Needs
 * the package registry for the libraries that the packages depend on.
 */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractRecipe } from '@reverie/recipe'
import { withBrowser } from '@reverie/testing'
import { build, preview } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const packages = ['recipe', 'image', 'film', 'jobs', 'graph', 'runtime', 'models', 'collection', 'instruments']
const folder = mkdtempSync(join(tmpdir(), 'reverie-packed-'))
const run = (command: string, parameters: readonly string[], cwd: string): string =>
  execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  run('npx', ['tsc', '-b', ...packages.map((name) => `packages/${name}`)], root)
  const packs = join(folder, 'packs')
  mkdirSync(packs)
  run(
    'npm',
    ['pack', '--silent', '--pack-destination', packs, ...packages.flatMap((name) => ['-w', `@reverie/${name}`])],
    root,
  )
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const tarballs = readdirSync(packs).map((name) => join(packs, name))
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder)
  const given = fileURLToPath(new URL('packed', import.meta.url))
  cpSync(given, folder, { recursive: true })
  const photo = join(root, 'apps/studio/samples/chelsea.png')
  copyFileSync(photo, join(folder, 'photo.png'))
  copyFileSync(photo, join(folder, 'page/photo.png'))
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('dreams a photo in a Node script of five lines', () => {
  expect(run(process.execPath, ['dream.mjs'], folder)).toBe('dreamed.png: 128 × 85\n')
  const recipe = extractRecipe(readFileSync(join(folder, 'dreamed.png')))
  expect(recipe).toMatchObject({ instrument: { name: 'dream' }, parameters: { steps: 3 } })
  expect(JSON.stringify(recipe)).not.toContain(folder)
})

it('dreams a photo in a page that Vite built', async () => {
  const page = join(folder, 'page')
  await build({ root: page, logLevel: 'error', configFile: false, build: { target: 'es2023' } })
  const server = await preview({ root: page, configFile: false, preview: { port: 0, host: '127.0.0.1' } })
  try {
    const url = server.resolvedUrls?.local[0]
    if (url === undefined) throw new Error('Vite serves the page nowhere.')
    await withBrowser({ url }, async ({ page: opened }) => {
      await opened.waitForFunction(() => document.title !== 'dreaming', undefined, { timeout: 100_000 })
      expect(await opened.title()).toBe('image/png, 96 × 64')
    })
  } finally {
    await server.close()
  }
})
