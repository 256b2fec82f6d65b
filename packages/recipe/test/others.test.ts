/** Works stay readable by other people's programs: those that are installed here are asked. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { embedRecipe, extractRecipe, recipeToText } from '@reverie/recipe'
import { largeRecipe, recipe } from './recipes.ts'
import { pictures, works } from './works.ts'

const run = promisify(execFile)
const installed = async (program: string, ...flags: string[]) =>
  run(program, flags).then(
    () => true,
    (error: { code?: unknown }) => error.code !== 'ENOENT',
  )
const [hasExiftool, hasPngcheck, hasFfprobe] = await Promise.all([
  installed('exiftool', '-ver'),
  installed('pngcheck', '-h'),
  installed('ffprobe', '-version'),
])

// Said aloud rather than skipped in silence.
for (const [program, has] of Object.entries({
  exiftool: hasExiftool,
  pngcheck: hasPngcheck,
  ffprobe: hasFfprobe,
})) {
  if (!has) console.warn(`There is no ${program} here: what it reads of our works was NOT tested.`)
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-works-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const save = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const read = async (file: string) => {
  const { stdout } = await run('exiftool', ['-j', '-XMP:all', '-Warning', '-Error', file])
  return (JSON.parse(stdout) as Record<string, unknown>[])[0]
}

test.skipIf(!hasExiftool).each(Object.keys(pictures).filter((name) => !name.endsWith('.png')))(
  'exiftool finds the recipe in %s',
  async (name) => {
    const path = await save(name, embedRecipe(pictures[name] as Uint8Array, recipe))
    const before = await read(await save(`before-${name}`, pictures[name] as Uint8Array))
    const tags = await read(path)
    expect([tags?.['Warning'], tags?.['Error']]).toEqual([before?.['Warning'], before?.['Error']])
    expect(tags?.['Recipe']).toBe(recipeToText(recipe))
  },
)

test.skipIf(!hasExiftool)(
  'exiftool joins the pieces of a long recipe in a JPEG, and what it rewrites is still read',
  async () => {
    const large = largeRecipe(150_000)
    const path = await save('long.jpg', embedRecipe(pictures['plain.jpg'] as Uint8Array, large))
    const { stdout } = await run('exiftool', ['-b', '-XMP-reverie:Recipe', path], { maxBuffer: 1 << 24 })
    expect(stdout).toBe(recipeToText(large))
    await run('exiftool', ['-overwrite_original', '-Artist=Someone', path])
    expect(extractRecipe(new Uint8Array(await readFile(path)))).toEqual(large)
  },
)

test.skipIf(!hasPngcheck).each(Object.keys(pictures).filter((name) => name.endsWith('.png')))(
  'pngcheck finds nothing wrong with %s',
  async (name) => {
    for (const any of [recipe, largeRecipe(9000)]) {
      const path = await save(name, embedRecipe(pictures[name] as Uint8Array, any))
      const { stdout } = await run('pngcheck', ['-v', path])
      expect(stdout).toContain('No errors detected')
      expect(stdout).toContain('keyword: reverie')
    }
  },
)

test.skipIf(!hasFfprobe).each(['tiny.mp4', 'tiny.webm'])('ffprobe reads the frames of %s', async (name) => {
  const path = await save(name, embedRecipe(works[name] as Uint8Array, recipe))
  const { stdout, stderr } = await run('ffprobe', [
    '-v',
    'warning',
    '-count_frames',
    '-show_entries',
    'stream=nb_read_frames',
    '-of',
    'csv=p=0',
    path,
  ])
  expect(stdout.trim()).toBe('2')
  expect(stderr).toBe('')
})
