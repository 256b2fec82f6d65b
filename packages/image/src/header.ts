/**
 * What a picture's header says, read without decoding and the same way in Node and browsers: its size is known before
 * any memory is taken, and each decoder is told what it will meet.
 */
import { ImageError } from './error.ts'
import type { Frame } from './frame.ts'
import type { Orientation } from './headers/exif.ts'
import { gifHeader } from './headers/gif.ts'
import { heifHeader } from './headers/heif.ts'
import { jpegHeader } from './headers/jpeg.ts'
import { pngHeader } from './headers/png.ts'
import { tiffHeader } from './headers/tiff.ts'
import { webpHeader } from './headers/webp.ts'
import { pictureFormats, sniff, type OtherFormat, type PictureFormat } from './sniff.ts'

/** What each format's header reader tells. */
export interface HeaderFacts extends Orientation {
  /** Stored width in pixels, before EXIF rotation. */
  readonly width: number
  readonly height: number
  /** Bits of a sample, 1…64. */
  readonly depth: number
  readonly color: 'grey' | 'rgb' | 'cmyk' | 'other'
  /** Whether there may be pixels that are not opaque. */
  readonly alpha: boolean
  /** The embedded ICC profile. */
  readonly profile?: Uint8Array | undefined
  /** Where the first frame of an animation lies, when it does not fill the picture. */
  readonly frame?: Frame | undefined
  /** Whether the file is all there. */
  readonly whole: boolean
}

/** A picture's header. */
export interface Header extends HeaderFacts {
  readonly format: PictureFormat
}

/** Where to stop reading. */
export interface HeaderOptions {
  /** What the picture is called in messages; its file name, for example. */
  readonly name?: string | undefined
  /** The most pixels that are decoded; 2²⁸ (16,384²) by default. */
  readonly maxPixels?: number | undefined
}

/** The most pixels that are decoded unless told otherwise: 16,384 × 16,384, 1.1 GB as RGBA. */
export const defaultMaxPixels = 2 ** 28

const readers: Readonly<Record<PictureFormat, (bytes: Uint8Array) => HeaderFacts | undefined>> = {
  png: pngHeader,
  jpeg: jpegHeader,
  webp: webpHeader,
  avif: heifHeader,
  heic: heifHeader,
  tiff: tiffHeader,
  gif: gifHeader,
}

const supported = 'PNG, JPEG, WebP, AVIF, TIFF or GIF'

const refusals: Readonly<Record<OtherFormat, string>> = {
  svg: 'is an SVG drawing, and Reverie works on pixels: rasterise it first (export it as PNG)',
  pdf: 'is a PDF document: export the page you want as PNG',
  mp4: 'is a video: pick a frame and save it as PNG, or use a command that takes films',
  mov: 'is a video: pick a frame and save it as PNG, or use a command that takes films',
  webm: 'is a video: pick a frame and save it as PNG, or use a command that takes films',
  avi: 'is a video: pick a frame and save it as PNG, or use a command that takes films',
  bmp: 'is a BMP picture, which Reverie does not read: save it as PNG',
  ico: 'is an icon, which Reverie does not read: save it as PNG',
  psd: 'is a Photoshop document, which Reverie does not read: export it as PNG or TIFF',
  jxl: 'is a JPEG XL picture, which Reverie does not read: save it as PNG or AVIF',
  jp2: 'is a JPEG 2000 picture, which Reverie does not read: save it as PNG or TIFF',
  exr: 'is an OpenEXR picture, which Reverie does not read: save it as 16-bit PNG or TIFF',
  zip: 'is a ZIP archive: unpack it and give the pictures in it',
  gzip: 'is a compressed archive: unpack it and give the pictures in it',
  onnx: 'is a network and not a picture',
  html: `is a web page and not a picture: save the picture itself as ${supported}`,
  json: `is JSON and not a picture: give a ${supported} file`,
  text: `is text and not a picture: give a ${supported} file`,
}

/**
 * Reads a picture's header and refuses what cannot or should not be decoded.
 * @throws ImageError when the file is empty, not a picture, cut off, of no size or of more than `maxPixels`
 */
export function readHeader(bytes: Uint8Array, options: HeaderOptions = {}): Header {
  const { maxPixels = defaultMaxPixels } = options
  const subject = subjectOf(options.name)
  if (bytes.length === 0)
    throw new ImageError(`${subject} is empty (0 bytes): expected a ${supported} file. Use another copy of it.`)
  const format = sniff(bytes)
  if (format === undefined)
    throw new ImageError(
      `${subject} is not a picture that Reverie knows (its ${bytes.length} bytes begin with ${firstBytes(bytes)}): give a ${supported} file.`,
    )
  if (!isPictureFormat(format)) throw new ImageError(`${subject} ${refusals[format]}.`)
  const facts = readers[format](bytes)
  if (facts === undefined)
    throw new ImageError(
      `${subject} is a ${titles[format]} whose header is damaged or cut off: use another copy of it.`,
    )
  const { width, height } = facts
  if (!(width > 0 && height > 0))
    throw new ImageError(`${subject} has no pixels (${width} × ${height}): use another copy of it.`)
  if (width * height > maxPixels)
    throw new ImageError(
      `${subject} says it is ${width} × ${height}, ${millions(width * height)} million pixels, and at most ${millions(maxPixels)} million are read: make it smaller first.`,
    )
  if (!facts.whole)
    throw new ImageError(
      `${subject} is cut off: its ${titles[format]} data ends after ${bytes.length} bytes, before the picture does. Use a complete copy.`,
    )
  return { format, ...facts }
}

/** The names of the formats in sentences. */
export const titles: Readonly<Record<PictureFormat, string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  avif: 'AVIF',
  heic: 'HEIC',
  tiff: 'TIFF',
  gif: 'GIF',
}

/** How a picture is called at the beginning of a sentence. */
export function subjectOf(name: string | undefined): string {
  return name === undefined ? 'The picture' : `"${name}"`
}

function isPictureFormat(format: string): format is PictureFormat {
  return (pictureFormats as readonly string[]).includes(format)
}

function millions(count: number): string {
  return (count / 1e6).toLocaleString('en', { maximumFractionDigits: count < 1e7 ? 2 : 0 })
}

function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
