import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { openDesk } from './run.ts'

// What a call loads is most of what a short one takes, and a heavy package comes in by one careless import.
const desk = openDesk({ REVERIE_BUILT: '0' })
afterAll(() => desk.clear())

const entry = fileURLToPath(new URL('../bin/reverie.mjs', import.meta.url))
const log = desk.path('loaded.txt')
writeFileSync(
  desk.path('hook.mjs'),
  `import { appendFileSync } from 'node:fs'
  export const load = (url, context, next) => { appendFileSync(${JSON.stringify(log)}, url + '\\n'); return next(url, context) }`,
)
writeFileSync(
  desk.path('watch.mjs'),
  `import { register } from 'node:module'
  register(${JSON.stringify(pathToFileURL(desk.path('hook.mjs')).href)})`,
)

/** The packages of which a call loads modules. */
async function loadedBy(...words: string[]): Promise<string[]> {
  writeFileSync(log, '')
  const watch = pathToFileURL(desk.path('watch.mjs')).href
  const env = { ...process.env, REVERIE_BUILT: '0', XDG_CACHE_HOME: desk.path('cache') }
  await promisify(execFile)(process.execPath, ['--import', watch, entry, ...words], { env, cwd: desk.path('.') })
  const packages = readFileSync(log, 'utf8').matchAll(/\/(?:node_modules|packages)\/((?:@[^/\n]+\/)?[^/\n]+)\//g)
  return [...new Set(Array.from(packages, ([, name]) => name as string))]
}

const tables = ['apache-arrow', '@lancedb/lancedb']
const networks = ['onnxruntime-node', 'onnxruntime-common']

describe('a call loads what it needs', () => {
  test.each(['search', 'edit', 'verify', 'layers'])(
    'the help of %s: no instruments, no pictures, no tables',
    async (command) => {
      const loaded = await loadedBy(command, '--help')
      expect(loaded).toContain('commander')
      for (const name of ['instruments', 'collection', 'graph', 'sharp', 'zod', ...tables])
        expect(loaded).not.toContain(name)
    },
  )

  test('a pattern: no tables, no metadata of pictures from elsewhere', async () => {
    const loaded = await loadedBy('pattern', '--size', '16', '-o', desk.path('small.png'))
    expect(loaded).toContain('instruments')
    for (const name of [...tables, 'exifreader', 'ml-matrix', 'undici']) expect(loaded).not.toContain(name)
  })

  test('a search by words: tables that are read, none that are written, no network, no names of colours', async () => {
    const loaded = await loadedBy('search', 'samples', '--text', 'apple')
    expect(loaded).toContain('apache-arrow')
    for (const name of ['@lancedb/lancedb', ...networks, 'instruments', 'culori', 'exifreader'])
      expect(loaded).not.toContain(name)
  })
})
