/** What writing is tested with, in Node and in the browser alike. */
import { isDeepStrictEqual } from 'node:util'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import sharp from 'sharp'
import { flatten, psnr, toDepth, type Raster, type WriteOptions } from '@reverie/image'
import { readImage } from '@reverie/image/node'

/** Smooth colours, since it is the settings that are tested here and not what a codec makes of noise. */
const rgb: Raster = {
  width: 61,
  height: 43,
  channels: 3,
  depth: 8,
  data: Uint8Array.from({ length: 61 * 43 * 3 }, (_, at) => 128 + 120 * Math.sin(at / 97) * Math.cos(at / 3000)),
}
const rgba: Raster = {
  ...rgb,
  channels: 4,
  data: Uint8Array.from({ length: 61 * 43 * 4 }, (_, at) =>
    at % 4 === 3 ? (at * 7) % 256 : (rgb.data[(at >> 2) * 3 + (at % 4)] ?? 0),
  ),
}
const deep: Raster = {
  ...rgb,
  depth: 16,
  data: Uint16Array.from(rgb.data, (value, at) => value * 257 - (value > 0 ? at % 257 : 0)),
}
const deepAlpha: Raster = {
  ...deep,
  channels: 4,
  data: Uint16Array.from({ length: 61 * 43 * 4 }, (_, at) => (at * 7919) % 65_536),
}
const grey: Raster = {
  width: 5,
  height: 3,
  channels: 1,
  depth: 8,
  data: Uint8Array.from({ length: 15 }, (_, at) => at * 17),
}

const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'dream', version: 1 },
  parameters: { octaves: 4 },
  seed: 1,
  inputs: {},
  models: [],
  output: { kind: 'raster', format: 'png', width: 61, height: 43 },
  environment: { provider: 'cpu' },
}

interface WriteCase {
  readonly title: string
  readonly raster: Raster
  readonly options: WriteOptions
  /** The least PSNR to what was given; Infinity for the same pixels. */
  readonly atLeast: number
}

export const writeCases: readonly WriteCase[] = [
  { title: 'PNG', raster: rgb, options: { format: 'png', recipe }, atLeast: Infinity },
  { title: 'PNG with alpha', raster: rgba, options: { format: 'png', recipe }, atLeast: Infinity },
  { title: 'grey PNG', raster: grey, options: { format: 'png', recipe }, atLeast: Infinity },
  { title: '16-bit PNG', raster: deep, options: { format: 'png', recipe }, atLeast: Infinity },
  { title: '16-bit PNG with alpha', raster: deepAlpha, options: { format: 'png', recipe }, atLeast: Infinity },
  { title: 'PNG of floats', raster: toDepth(deep, 'float'), options: { format: 'png', recipe }, atLeast: 90 },
  { title: 'JPEG', raster: rgb, options: { format: 'jpeg', quality: 95, recipe }, atLeast: 30 },
  {
    title: 'JPEG of alpha, on white',
    raster: { ...rgba, data: (rgba.data as Uint8Array).map((value, at) => (at % 4 === 3 ? 128 : value)) },
    options: { format: 'jpeg', quality: 95, recipe },
    atLeast: 30,
  },
  { title: 'WebP', raster: rgb, options: { format: 'webp', quality: 90, recipe }, atLeast: 28 },
  {
    title: 'lossless WebP with alpha',
    raster: rgba,
    options: { format: 'webp', quality: 100, recipe },
    atLeast: Infinity,
  },
  { title: 'AVIF', raster: rgb, options: { format: 'avif', quality: 80, recipe }, atLeast: 30 },
  { title: 'lossless AVIF', raster: rgb, options: { format: 'avif', quality: 100, recipe }, atLeast: Infinity },
  { title: 'TIFF with alpha', raster: rgba, options: { format: 'tiff', recipe }, atLeast: Infinity },
  { title: '16-bit TIFF', raster: deep, options: { format: 'tiff', recipe }, atLeast: Infinity },
  { title: 'GIF', raster: rgb, options: { format: 'gif', recipe }, atLeast: 22 },
]

/** What is wrong with a written file: pixels, format, recipe, sRGB, or more in it than these. */
export async function faultsOf(bytes: Uint8Array, { raster, options, atLeast }: WriteCase): Promise<string[]> {
  const picture = await readImage(bytes, { depth: raster.depth })
  const expected = options.format === 'jpeg' ? flatten(raster) : raster
  const decibels = psnr(picture.raster, picture.raster.channels === expected.channels ? expected : spread(expected))
  const about = await sharp(bytes).metadata()
  const chunk = options.format === 'png' && Buffer.from(bytes).indexOf('sRGB') === 37
  const tagged = chunk || picture.profile === 'sRGB'
  const faults: Readonly<Record<string, boolean>> = {
    [`${decibels} dB in place of ${atLeast}`]: decibels < atLeast,
    [`format ${picture.format}`]: picture.format !== options.format,
    'another recipe':
      !isDeepStrictEqual(picture.recipe, recipe) || !isDeepStrictEqual(extractRecipe(bytes), recipe),
    'other metadata': about.exif !== undefined || about.iptc !== undefined,
    // AVIF has it in its own header and GIF has no place for it.
    'not tagged as sRGB': !tagged && options.format !== 'avif' && options.format !== 'gif',
  }
  return Object.keys(faults).filter((fault) => faults[fault])
}

function spread(raster: Raster): Raster {
  const data = Uint8Array.from(
    { length: raster.width * raster.height * 3 },
    (_, at) => raster.data[Math.floor(at / 3)] as number,
  )
  return { ...raster, channels: 3, data }
}
