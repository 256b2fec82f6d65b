import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embedRecipe } from '@reverie/recipe'
import { readRecipe } from '@reverie/recipe/node'
import { recipeOf } from '../src/read-recipe.ts'
import { recipe } from './recipes.ts'
import { works } from './works.ts'

let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'reverie-read-'))))
afterEach(() => rm(folder, { recursive: true }))

test.each(Object.keys(works))('%s: the same recipe as from all of its bytes', async (name) => {
  const path = join(folder, name)
  await writeFile(path, works[name]!)
  expect(await readRecipe(path)).toBeUndefined()
  await writeFile(path, embedRecipe(works[name]!, recipe))
  expect(await readRecipe(path)).toEqual(recipe)
})

/** A PNG of many gigabytes: chunks of pixels that say they are a megabyte each, before and behind what is given. */
function huge(before: number, middle: Uint8Array, behind: number) {
  const small = works['rgb.png']!
  const chunk = 2 ** 20 + 12
  const start = 33 + before * chunk
  const size = start + middle.length + behind * chunk
  const head = (at: number) => (at - (at < start ? 33 : start + middle.length)) % chunk
  let read = 0
  const source = {
    size,
    read: async (from: number, length: number) => {
      read += length
      if (from < 33) return small.subarray(from, Math.min(33, from + length))
      if (from >= start && from < start + middle.length) return middle.subarray(from - start, from - start + length)
      if (head(from) !== 0) throw new Error(`Pixels were read at ${from}.`)
      return Uint8Array.of(0, 0x10, 0, 0, 0x49, 0x44, 0x41, 0x54)
    },
  }
  return { source, read: () => read }
}

test('no pixels are read, wherever the recipe stands', async () => {
  const file = embedRecipe(works['rgb.png']!, recipe)
  const text = Buffer.from(file).indexOf('iTXt') - 4
  const chunk = file.subarray(text, text + 12 + Buffer.from(file).readUInt32BE(text))
  const first = huge(0, chunk, 20_000)
  expect(await recipeOf(first.source)).toEqual(recipe)
  expect(first.read()).toBeLessThan(chunk.length + 100)
  const last = huge(20_000, chunk, 3)
  expect(await recipeOf(last.source)).toEqual(recipe)
  const none = huge(1000, new Uint8Array(0), 0)
  expect(await recipeOf(none.source)).toBeUndefined()
})

test('a file that cannot be read is named', async () => {
  await expect(readRecipe(join(folder, 'none.png'))).rejects.toThrow(
    `There is no file "${join(folder, 'none.png')}": check the name.`,
  )
  await expect(readRecipe(folder)).rejects.toThrow(`"${folder}" is a folder: give a file in it.`)
})

test('a file that ends in the middle of a chunk has what stands before', async () => {
  const file = embedRecipe(works['rgb.png']!, recipe)
  const path = join(folder, 'cut.png')
  await writeFile(path, file.subarray(0, file.length - 20))
  expect(await readRecipe(path)).toEqual(recipe)
  await writeFile(path, file.subarray(0, 60))
  expect(await readRecipe(path)).toBeUndefined()
})
