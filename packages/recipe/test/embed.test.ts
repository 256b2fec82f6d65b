import { readFile } from 'node:fs/promises'
import ExifReader from 'exifreader'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { embedRecipe, extractRecipe, RecipeError } from '@reverie/recipe'
import { anyRecipe, largeRecipe, recipe } from './recipes.ts'
import { documents, pictures, works } from './works.ts'

// A CommonJS module: its names are members of its default export.
const { load: readTags } = ExifReader as Pick<typeof ExifReader, 'load'>

const pixelsOf = (bytes: Uint8Array) => sharp(bytes, { animated: true }).raw().toBuffer()

/** Whether a damaged file brings nothing worse than a RecipeError, read or written. */
function isMet(damaged: Uint8Array): boolean {
  for (const act of [() => extractRecipe(damaged), () => embedRecipe(damaged, recipe)])
    try {
      act()
    } catch (error) {
      if (!(error instanceof RecipeError)) return false
    }
  return true
}

describe.each(Object.entries(works))('%s', (name, bytes) => {
  test('has no recipe at first', () => expect(extractRecipe(bytes)).toBeUndefined())

  test('gives back any recipe that was put in', () => {
    fc.assert(
      fc.property(anyRecipe, (any) => {
        expect(extractRecipe(embedRecipe(bytes, any))).toEqual(any)
      }),
      { numRuns: 25 },
    )
  })

  test('gives back a recipe too large for one JPEG segment', () => {
    const large = largeRecipe(200_000)
    expect(extractRecipe(embedRecipe(bytes, large))).toEqual(large)
  })

  test('holds one recipe, the last', () => {
    const once = embedRecipe(bytes, { ...recipe, seed: 2 })
    const twice = embedRecipe(embedRecipe(bytes, largeRecipe(150_000)), { ...recipe, seed: 2 })
    expect(extractRecipe(twice)?.seed).toBe(2)
    // AVIF and TIFF leave the first recipe's bytes unused in the file, since nothing in them may move.
    const grows = /avif|tif/.test(name)
    expect(grows || Buffer.from(twice).equals(once)).toBe(true)
  })

  test('meets damage with a sentence at worst', () => {
    expect(isMet(bytes)).toBe(true)
    const whole = embedRecipe(bytes, recipe)
    const place = fc.nat(whole.length - 1)
    fc.assert(
      fc.property(place, (length) => isMet(whole.subarray(0, length))),
      { numRuns: 100 },
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(place, fc.nat(Math.min(200, whole.length - 1))), fc.nat(255)), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const damaged = whole.slice()
          for (const [at, value] of changes) damaged[at] = value
          return isMet(damaged)
        },
      ),
      { numRuns: 150 },
    )
  })
})

test.each(Object.entries(pictures))('%s keeps its pixels', async (_name, bytes) => {
  const work = embedRecipe(bytes, recipe)
  expect(await pixelsOf(work)).toEqual(await pixelsOf(bytes))
  expect(await pixelsOf(embedRecipe(work, largeRecipe(100_000)))).toEqual(await pixelsOf(bytes))
})

test.each(['exif.jpg', 'exif.webp', 'exif.avif'])('%s keeps its other metadata', async (name) => {
  const before = await sharp(pictures[name]).metadata()
  const after = await sharp(embedRecipe(pictures[name] as Uint8Array, recipe)).metadata()
  expect(after.exif).toEqual(before.exif)
  expect(after.icc).toEqual(before.icc)
  expect(after.xmp?.toString()).toContain('<reverie:recipe>')
})

test('what an AVIF tells besides is still found by others, who have nothing to complain of', () => {
  const warn = vi.spyOn(console, 'warn')
  const { exif } = readTags(embedRecipe(pictures['exif.avif']!, recipe).slice().buffer, { expanded: true })
  expect(exif?.Artist?.description).toBe('A')
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})

test.each(Object.entries(documents))('%s keeps everything else as it is written', (_name, bytes) => {
  const before = Buffer.from(bytes).toString('latin1').trimEnd()
  let work = Buffer.from(embedRecipe(bytes, recipe)).toString('latin1')
  // What was there is still there, in its order, around what was put in.
  for (const part of before.split(/(?<=[>\n])|(?=\}$)/)) {
    expect(work).toContain(part.trimEnd())
    work = work.slice(work.indexOf(part.trimEnd()) + part.trimEnd().length)
  }
})

test('a JSON file that another program wrote again holds its recipe, and one at most', () => {
  const work = embedRecipe(documents['network.json']!, recipe)
  const again = new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(work)), undefined, 2))
  expect(extractRecipe(again)).toEqual(recipe)
  expect(JSON.parse(new TextDecoder().decode(embedRecipe(again, { ...recipe, seed: 9 })))).toMatchObject({
    layers: [1],
    recipe: { seed: 9 },
  })
})

test('a recipe in a shader is plain ASCII on one line', () => {
  const shader = new TextDecoder().decode(embedRecipe(documents['pattern.glsl']!, recipe))
  expect(shader).toMatch(/^\/\/ A pattern\.\n\/\/ reverie-recipe \{[\x20-\x7e]+\}\nvoid main/)
})

test('a damaged recipe is told from none', () => {
  const work = embedRecipe(pictures['rgb.png'] as Uint8Array, recipe)
  const at = Buffer.from(work).indexOf('"seed"')
  work[at + 1] = 0x53
  expect(() => extractRecipe(work)).toThrow('The recipe in this PNG is damaged (its checksum does not match)')
})

test('what carries no recipe is refused by name', () => {
  expect(() => embedRecipe(new TextEncoder().encode('%!PS-3.0'), recipe)).toThrow(
    'A recipe goes into a PNG, JPEG, WebP, AVIF, GIF, TIFF, MP4, WebM file, and these 8 bytes are none',
  )
  expect(extractRecipe(new Uint8Array())).toBeUndefined()
})

test.each(['comment.mp4', 'comment.webm'])('the comment that ffmpeg wrote in %s is found', async (name) => {
  const bytes = new Uint8Array(await readFile(new URL(`./files/${name}`, import.meta.url)))
  expect(() => extractRecipe(bytes)).toThrow('The recipe is not valid: "instrument"')
  expect(extractRecipe(embedRecipe(bytes, recipe))).toEqual(recipe)
})
