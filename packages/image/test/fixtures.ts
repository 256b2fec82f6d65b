/** Picture files of every kind that is read, made by sharp from one photograph (151 × 99, odd on purpose). */
import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { embedProfile, profiles } from './profiles.ts'

const width = 151
const height = 99

/** How near Node and browser have to be. */
type Nearness = 'exact' | 'lossy'

/** A file and what is to be expected of it. */
export interface Fixture {
  readonly bytes: Uint8Array
  readonly nearness: Nearness
}

/** Real photographs, as the Studio shows them. */
const samples = new URL('../../../apps/studio/samples/', import.meta.url)

const photo = await sharp(await readFile(new URL('chelsea.png', samples)))
  .resize(width, height, { fit: 'fill' })
  .removeAlpha()
  .raw()
  .toBuffer()

/** The photograph, as sharp's input. */
export const rgb = (): Sharp => sharp(photo, { raw: { width, height, channels: 3 } })

/** The photograph fading from transparent at the left to opaque. */
const rgba = (): Sharp => {
  const data = Buffer.alloc(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    photo.copy(data, pixel * 4, pixel * 3, pixel * 3 + 3)
    data[pixel * 4 + 3] = Math.round(((pixel % width) * 255) / (width - 1))
  }
  return sharp(data, { raw: { width, height, channels: 4 } })
}

/** Values that use all 16 bits. */
const deep = (channels: 1 | 2 | 3 | 4): Sharp => {
  const data = Uint16Array.from({ length: 40 * 30 * channels }, (_, at) => (at * 7919) % 65_536)
  return sharp(data, { raw: { width: 40, height: 30, channels } }).toColourspace(channels < 3 ? 'grey16' : 'rgb16')
}

/** Three frames, the first of them half transparent. */
const animation = () => {
  const data = Uint8Array.from({ length: 3 * 12 * 20 * 4 }, (_, at) => {
    const frame = Math.floor(at / (12 * 20 * 4))
    return [60 * frame + 60, 9, 200, frame === 0 ? 128 : 255][at % 4] ?? 0
  })
  return sharp(data, { raw: { width: 20, height: 36, channels: 4, pageHeight: 12 } })
}

const makers: Readonly<Record<string, [Nearness, () => Sharp]>> = {
  'grey.jpg': ['exact', () => rgb().greyscale().jpeg()],
  '4-4-4.jpg': ['exact', () => rgb().jpeg({ quality: 90, chromaSubsampling: '4:4:4' })],
  '4-2-0.jpg': ['exact', () => rgb().jpeg({ quality: 90 })],
  'progressive.jpg': ['exact', () => rgb().jpeg({ progressive: true })],
  'cmyk.jpg': ['exact', () => rgb().toColourspace('cmyk').jpeg()],
  'cmyk-profile.jpg': ['exact', () => rgb().withIccProfile('cmyk').jpeg()],
  'display-p3.jpg': ['exact', () => rgb().withIccProfile('p3').jpeg({ quality: 95 })],
  'display-p3.png': ['exact', () => rgb().withIccProfile('p3').png()],
  'display-p3.webp': ['exact', () => rgb().withIccProfile('p3').webp()],
  'display-p3.tif': ['exact', () => rgb().withIccProfile('p3').tiff()],
  'srgb.png': ['exact', () => rgb().withIccProfile('srgb').png()],
  'rgb.png': ['exact', () => rgb().png()],
  'rgba.png': ['exact', () => rgba().png()],
  'grey.png': ['exact', () => rgb().greyscale().png()],
  'grey-1-bit.png': ['exact', () => rgb().greyscale().png({ palette: true, colours: 2 })],
  'grey-alpha.png': ['exact', () => rgba().greyscale().png()],
  'palette.png': ['exact', () => rgb().png({ palette: true })],
  'palette-alpha.png': ['exact', () => rgba().png({ palette: true })],
  'interlaced.png': ['exact', () => rgb().png({ progressive: true })],
  'grey-16.png': ['exact', () => deep(1).png()],
  'grey-alpha-16.png': ['exact', () => deep(2).png()],
  'rgb-16.png': ['exact', () => deep(3).png()],
  'rgba-16.png': ['exact', () => deep(4).png()],
  'lossy.webp': ['exact', () => rgb().webp()],
  'lossy-alpha.webp': ['exact', () => rgba().webp()],
  'lossless.webp': ['exact', () => rgb().webp({ lossless: true })],
  'lossless-alpha.webp': ['exact', () => rgba().webp({ lossless: true, exact: true })],
  'animated.webp': ['exact', () => animation().webp({ lossless: true })],
  'plain.gif': ['exact', () => rgb().gif()],
  'transparent.gif': ['exact', () => rgba().gif()],
  'animated.gif': ['exact', () => animation().gif()],
  '4-4-4.avif': ['lossy', () => rgb().avif({ quality: 70, chromaSubsampling: '4:4:4' })],
  '4-2-0.avif': ['lossy', () => rgb().avif({ quality: 70, chromaSubsampling: '4:2:0' })],
  'lossless.avif': ['exact', () => rgb().avif({ lossless: true })],
  'alpha.avif': ['exact', () => rgba().avif({ quality: 70 })],
  '10-bit.avif': ['exact', () => rgb().avif({ bitdepth: 10 })],
  'lzw.tif': ['exact', () => rgb().tiff({ compression: 'lzw' })],
  'alpha.tif': ['exact', () => rgba().tiff({ compression: 'deflate' })],
  'jpeg.tif': ['exact', () => rgb().tiff({ compression: 'jpeg' })],
  'grey.tif': ['exact', () => rgb().greyscale().tiff()],
  '1-bit.tif': ['exact', () => rgb().greyscale().tiff({ bitdepth: 1, compression: 'none' })],
  'rgb-16.tif': ['exact', () => deep(3).tiff({ compression: 'deflate' })],
  'cmyk.tif': ['exact', () => rgb().toColourspace('cmyk').tiff()],
}

/** A GIF whose only frame lies at (left, top) of a screen of another size. */
function moved(gif: Uint8Array, left: number, top: number, screenWidth: number, screenHeight: number): Uint8Array {
  const file = Buffer.from(gif)
  let at = 13 + (3 << (((file[10] ?? 0) & 7) + 1))
  // Extensions before the image descriptor: each a chain of sub-blocks.
  while (file[at] === 0x21) {
    at += 2
    while (file[at] !== 0) at += 1 + (file[at] ?? 0)
    at++
  }
  file.writeUInt16LE(screenWidth, 6)
  file.writeUInt16LE(screenHeight, 8)
  file.writeUInt16LE(left, at + 1)
  file.writeUInt16LE(top, at + 3)
  return new Uint8Array(file)
}

/** All fixtures by file name. */
export async function fixtures(): Promise<Record<string, Fixture>> {
  const all: Record<string, Fixture> = {}
  for (const [name, [nearness, make]] of Object.entries(makers))
    all[name] = { nearness, bytes: new Uint8Array(await make().toBuffer()) }
  for (const name of ['coffee.png', 'hubble_deep_field.jpg', 'rocket.jpg'])
    all[name] = { nearness: 'exact', bytes: new Uint8Array(await readFile(new URL(name, samples))) }
  const gif = all['plain.gif']?.bytes ?? new Uint8Array()
  all['frame-inside.gif'] = { nearness: 'exact', bytes: moved(gif, 20, 10, 300, 200) }
  all['frame-outside.gif'] = { nearness: 'exact', bytes: moved(gif, 20, 10, 151, 99) }
  const plain = all['rgb.png']?.bytes ?? new Uint8Array()
  for (const [name, icc] of Object.entries(profiles))
    all[`${name}.png`] = { nearness: 'exact', bytes: embedProfile(plain, icc) }
  // Each of the eight ways a camera may have been held, in every format whose rotation is in EXIF.
  for (let orientation = 2; orientation <= 8; orientation++)
    for (const [end, file] of [
      ['jpg', rgb().withMetadata({ orientation }).jpeg()],
      ['png', rgb().withMetadata({ orientation }).png()],
      ['webp', rgb().withMetadata({ orientation }).webp()],
    ] as const)
      all[`rotated-${orientation}.${end}`] = { nearness: 'exact', bytes: new Uint8Array(await file.toBuffer()) }
  return all
}
