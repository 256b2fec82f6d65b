/**
 * Takes out of a picture file all that is not the picture: EXIF, XMP, IPTC, comments, thumbnails, and whatever stands after
 * its end. Kept are the pixels' own bytes, the colour profile, the animation, which way up it is, and a recipe of Reverie.
 * Nothing is coded again; that the pixels are the same is checked by decoding both.
 */
import { readHeader, type PictureFormat } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { embedRecipe, extractRecipe, pngChunk, type Recipe } from '@reverie/recipe'
import { partsOf, type Part } from '../picture/parts.ts'
import { minimalExif } from './minimal-exif.ts'

/** Chunks of PNG that decide how pixels look or move (PNG, third edition). */
const pngKept =
  /^(?:signature|IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|pHYs|hIST|sPLT|acTL|fcTL|fdAT)$/

/** JFIF, Adobe's segment, which tells how colours are coded, and all that is no application's segment or comment. */
const jpegKept = /^FF(?!E[1-9A-DF]|FE)/

/** Flags of VP8X that say that there are EXIF data and XMP. */
const exifFlag = 0x08
const xmpFlag = 0x04

/**
 * Cleans a picture.
 * @returns the clean file, or undefined when there is nothing to take out, its format cannot be cleaned without coding it
 *   again, or the result would not be the same picture
 */
export async function cleanPicture(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  let header
  try {
    header = readHeader(bytes)
  } catch {
    return undefined // damaged: the check says so
  }
  const { format, orientation } = header
  const taken = partsOf(bytes, format)
  const clean = cleaners[format]
  if (taken === undefined || clean === undefined) return undefined
  const recipe = recipeOf(bytes)
  const bare = clean(bytes, taken.parts, orientation)
  const result = recipe === undefined ? bare : embedRecipe(bare, recipe)
  if (Buffer.from(result).equals(bytes)) return undefined
  return (await sameSight(bytes, result)) ? result : undefined
}

type Cleaner = (bytes: Uint8Array, parts: readonly Part[], orientation: number) => Uint8Array

const cleaners: Readonly<Partial<Record<PictureFormat, Cleaner>>> = { jpeg, png, gif, webp }

const slices = (bytes: Uint8Array, parts: readonly Part[]): Uint8Array[] =>
  parts.map(({ start, end }) => bytes.subarray(start, end))

function jpeg(bytes: Uint8Array, parts: readonly Part[], orientation: number): Uint8Array {
  const kept = parts.filter(({ name, data }) => jpegKept.test(name) || (name === 'FFE2' && isProfile(bytes, data)))
  const exif = minimalExif(orientation)
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xe1, 0, exif.length + 8]),
    Buffer.from('Exif\0\0', 'latin1'),
    exif,
  ])
  const [start, ...rest] = slices(bytes, kept)
  return new Uint8Array(Buffer.concat([start!, ...(orientation === 1 ? [] : [segment]), ...rest]))
}

const isProfile = (bytes: Uint8Array, data: number): boolean =>
  Buffer.from(bytes.subarray(data, data + 12)).toString('latin1') === 'ICC_PROFILE\0'

function png(bytes: Uint8Array, parts: readonly Part[], orientation: number): Uint8Array {
  const kept = parts.filter(({ name }) => pngKept.test(name))
  const pixels = kept.findIndex(({ name }) => name === 'IDAT')
  const exif = orientation === 1 ? [] : [pngChunk('eXIf', minimalExif(orientation))]
  return new Uint8Array(
    Buffer.concat([...slices(bytes, kept.slice(0, pixels)), ...exif, ...slices(bytes, kept.slice(pixels))]),
  )
}

function gif(bytes: Uint8Array, parts: readonly Part[]): Uint8Array {
  const text = (at: number): string => Buffer.from(bytes.subarray(at + 1, at + 12)).toString('latin1')
  const kept = parts.filter(
    ({ name, data }) =>
      ['head', 'image', 'end', 'ext-F9'].includes(name) ||
      (name === 'ext-FF' && ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'].includes(text(data))),
  )
  return new Uint8Array(Buffer.concat(slices(bytes, kept)))
}

function webp(bytes: Uint8Array, parts: readonly Part[], orientation: number): Uint8Array {
  const kept = parts.filter(({ name }) => /^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/.test(name))
  const chunks = slices(bytes, kept).map((chunk) => Buffer.from(chunk))
  // Only the extended form can say which way up it is, and what had no such data was upright.
  const extended = chunks.find((chunk) => chunk.toString('latin1', 0, 4) === 'VP8X')
  if (extended !== undefined)
    extended[8] = (extended[8]! & ~(exifFlag | xmpFlag)) | (orientation === 1 ? 0 : exifFlag)
  if (orientation !== 1 && extended !== undefined) {
    const exif = Buffer.from(minimalExif(orientation))
    const head = Buffer.alloc(8)
    head.write('EXIF', 'latin1')
    head.writeUInt32LE(exif.length, 4)
    chunks.push(head, exif)
  }
  const riff = Buffer.alloc(12)
  riff.write('RIFF\0\0\0\0WEBP', 'latin1')
  riff.writeUInt32LE(4 + chunks.reduce((sum, { length }) => sum + length, 0), 4)
  return new Uint8Array(Buffer.concat([riff, ...chunks]))
}

function recipeOf(bytes: Uint8Array): Recipe | undefined {
  try {
    return extractRecipe(bytes)
  } catch {
    return undefined // damaged: it goes with the rest
  }
}

async function sameSight(before: Uint8Array, after: Uint8Array): Promise<boolean> {
  try {
    const [one, other] = [await readImage(before), await readImage(after)]
    const pixels = (data: ArrayLike<number> & ArrayBufferView): Buffer =>
      Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    return (
      one.raster.width === other.raster.width &&
      one.profile === other.profile &&
      pixels(one.raster.data).equals(pixels(other.raster.data))
    )
  } catch {
    return false
  }
}
