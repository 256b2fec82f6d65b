/** The command as a package: what `npm pack` makes, installed in an empty folder. Needs the package registry. */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
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
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quick, sample } from './run.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const packages = [
  'recipe',
  'image',
  'film',
  'jobs',
  'graph',
  'runtime',
  'models',
  'collection',
  'instruments',
  'map',
  'gallery',
]
const folder = mkdtempSync(join(tmpdir(), 'reverie-packed-'))
const run = (command: string, parameters: readonly string[], cwd: string): string =>
  execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  run('npx', ['tsc', '-b', 'apps/cli'], root)
  const packs = join(folder, 'packs')
  mkdirSync(packs)
  const workspaces = [...packages.map((name) => `@reverie/${name}`), 'reverie'].flatMap((name) => ['-w', name])
  run('npm', ['pack', '--silent', '--pack-destination', packs, ...workspaces], root)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const tarballs = readdirSync(packs).map((name) => join(packs, name))
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder)
  copyFileSync(sample('chelsea.png'), join(folder, 'photo.png'))
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('dreams without the sources, and without what compiles them', () => {
  expect(existsSync(join(folder, 'node_modules/tsx'))).toBe(false)
  expect(run('npx', ['reverie', '--help'], folder)).toContain('dream')
  expect(run('npx', ['reverie', 'dream', 'photo.png', ...quick, '-o', 'dream.png'], folder)).toBe('dream.png\n')
  expect(extractRecipe(readFileSync(join(folder, 'dream.png')))).toMatchObject({ instrument: { name: 'dream' } })
})

test('says that the Studio is elsewhere', () => {
  expect(() => run('npx', ['reverie', 'studio'], folder)).toThrow('The Studio is not part of this package')
})
