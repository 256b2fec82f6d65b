/** Where a work comes from, as another program (ExifReader) reads it out of files. */
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { digitalSourceUri, embedRecipe, extractRecipe, pngRecipeChunks, type Recipe } from '@reverie/recipe'
import { largeRecipe, recipe } from './recipes.ts'
import { documents, pictures, works } from './works.ts'

// A CommonJS module: its names are members of its default export.
const { load: readTags } = ExifReader as Pick<typeof ExifReader, 'load'>

const dreamt = { ...recipe, digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' } as const
const uri = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia'
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const countOf = (bytes: Uint8Array, text: string) => latin1(bytes).split(text).length - 1

interface Tag {
  readonly value?: unknown
}

/** What ExifReader finds in XMP. In a PNG it gives the packet as a text, which it reads in turn. */
async function xmpOf(bytes: Uint8Array): Promise<Record<string, Tag>> {
  const read = async (file: Uint8Array) => readTags(Uint8Array.from(file).buffer, { expanded: true, async: true })
  const { xmp, pngText } = await read(bytes)
  const packet = (pngText as Record<string, Tag> | undefined)?.['XML:com.adobe.xmp']?.value
  const packed = typeof packet === 'string' ? (await read(Buffer.from(packet))).xmp : undefined
  return xmp ?? packed ?? {}
}

/** ExifReader knows no GIF and no BigTIFF: of those it is given the packet, which is found by its marks or by libvips. */
async function tagsOf(name: string, bytes: Uint8Array): Promise<Record<string, Tag>> {
  if (name === 'big.tif') return xmpOf((await sharp(bytes).metadata()).xmp!)
  if (!name.endsWith('.gif')) return xmpOf(bytes)
  const [from, to] = ['<?xpacket begin', '<?xpacket end="r"?>'].map((mark) => Buffer.from(bytes).indexOf(mark))
  return xmpOf(bytes.subarray(from, to))
}

const sourceOf = async (name: string, bytes: Uint8Array): Promise<unknown> =>
  (await tagsOf(name, bytes))['DigitalSourceType']?.value

const formats = Object.entries(pictures)

describe.each(formats)('%s', (name, bytes) => {
  test('tells where the work comes from, to programs that know nothing of Reverie', async () => {
    const work = embedRecipe(bytes, dreamt)
    expect(await sourceOf(name, work)).toBe(uri)
    expect(extractRecipe(work)).toEqual(dreamt)
  })

  test('tells it beside a recipe too large for one JPEG segment', async () => {
    const work = embedRecipe(bytes, { ...largeRecipe(200_000), digitalSourceType: 'algorithmicMedia' })
    expect(await sourceOf(name, work)).toBe(digitalSourceUri('algorithmicMedia'))
  })

  test('tells one thing, the last', async () => {
    const again = embedRecipe(embedRecipe(bytes, dreamt), { ...dreamt, digitalSourceType: 'composite' })
    expect(await sourceOf(name, again)).toBe(digitalSourceUri('composite'))
    const silent = embedRecipe(again, recipe)
    expect(await sourceOf(name, silent)).toBeUndefined()
    expect(extractRecipe(silent)).toEqual(recipe)
  })

  test('names nobody, and nothing else', async () => {
    const ours = new Set(['recipe', 'DigitalSourceType', '_raw', 'about'])
    const names = Object.keys(await tagsOf(name, embedRecipe(bytes, dreamt)))
    expect(names.filter((tag) => !ours.has(tag))).toEqual([])
  })
})

test('a PNG has one packet of XMP, before its pixels, and one recipe', () => {
  for (const name of ['rgb.png', 'xmp.png']) {
    const work = embedRecipe(embedRecipe(pictures[name]!, dreamt), dreamt)
    expect(countOf(work, 'XML:com.adobe.xmp')).toBe(1)
    expect(countOf(work, 'iTXtreverie')).toBe(1)
    expect(latin1(work).indexOf('XML:com.adobe.xmp')).toBeLessThan(latin1(work).indexOf('IDAT'))
    // The same chunks as an encoder is given that writes piece by piece.
    expect(Buffer.from(work).includes(Buffer.from(pngRecipeChunks(dreamt)))).toBe(true)
  }
})

test('without it, XMP of others in a PNG stays as it is', () => {
  expect(countOf(embedRecipe(pictures['xmp.png']!, recipe), 'XML:com.adobe.xmp')).toBe(1)
  expect(countOf(embedRecipe(pictures['rgb.png']!, recipe), 'XML:com.adobe.xmp')).toBe(0)
})

test('SVG and MP4 tell it in their XMP; other formats in their recipe alone', () => {
  const told = (name: string) => countOf(embedRecipe(works[name]!, dreamt), `DigitalSourceType>${uri}<`)
  expect([told('plain.svg'), told('tiny.mp4'), told('tiny.webm'), told('network.json')]).toEqual([1, 1, 0, 0])
  for (const bytes of Object.values(documents)) expect(extractRecipe(embedRecipe(bytes, dreamt))).toEqual(dreamt)
})

test('a term that the vocabulary does not have is refused', () => {
  const odd = { ...recipe, digitalSourceType: 'photograph' } as unknown as Recipe
  expect(() => embedRecipe(pictures['rgb.png']!, odd)).toThrow('"digitalSourceType"')
})
