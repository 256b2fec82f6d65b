/** Judges one picture, by its content and never by its name, from what is cheapest to what costs most. */
import {
  ImageError,
  pictureFormats,
  readHeader,
  sniff,
  type Header,
  type PictureFormat,
  type Raster,
} from '@reverie/image'
import { readImage } from '@reverie/image/node'
import type { GalleryConfig } from '../config/schema.ts'
import type { Fault } from '../problem.ts'
import { findHiddenContent } from './hidden-content.ts'
import { partsOf } from './parts.ts'
import { judgePrivacy } from './privacy.ts'

/** The endings that a format's file name may have; the first is the one to choose. */
export const extensions: Readonly<Record<PictureFormat, readonly string[]>> = {
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  webp: ['webp'],
  avif: ['avif'],
  gif: ['gif'],
  tiff: ['tif', 'tiff'],
  heic: ['heic'],
}

/** The fault of a picture that is not read because it is too long. */
export function tooManyBytes(bytes: number, most: number): Fault {
  return {
    line: 1,
    code: 'picture-bytes',
    message: `The picture has ${bytes.toLocaleString('en')} bytes, and at most ${most.toLocaleString('en')} are taken.`,
    fix: 'Make it smaller, or save it with a lower quality.',
  }
}

/**
 * Judges a picture.
 * @param bytes the whole file, which is not longer than `config.maxBytes`
 * @param name its file name
 * @returns all that is wrong with it, and its pixels when they could be read
 */
export async function judgePicture(
  bytes: Uint8Array,
  name: string,
  config: GalleryConfig['pictures'],
): Promise<{ faults: Fault[]; raster?: Raster }> {
  const format = sniff(bytes)
  if (!isPictureFormat(format)) return { faults: [foreign(bytes, name, format === 'svg')] }
  const faults = [...judgeFormat(format, name, config), ...findHiddenContent(bytes)]
  const parts = partsOf(bytes, format)
  const extra = parts === undefined ? 0 : bytes.length - parts.end
  if (extra > 0)
    faults.push({
      line: 1,
      code: 'trailing-data',
      message: `${extra} bytes follow after the end of the picture.`,
      fix: 'Cut them off: reverie gallery check --fix',
    })
  faults.push(...(await judgePrivacy(bytes, format, parts)))
  const { header, fault } = headerOf(bytes, name)
  if (header === undefined) return { faults: [...faults, fault] }
  const size = judgeSize(header, config)
  if (size.some(({ code }) => code === 'picture-size')) return { faults: [...faults, ...size] }
  try {
    const { raster } = await readImage(bytes, { name, maxPixels: config.maxSide ** 2 })
    return { faults, raster }
  } catch (error) {
    return { faults: [...faults, damaged(error)] }
  }
}

/**
 * Judges the beginning of a picture, for those who wait for an answer: its format, and its size where that is told there. What
 * it does not find `judgePicture` may.
 * @param start the first bytes of the file
 */
export function judgeBeginning(start: Uint8Array, config: GalleryConfig['pictures']): Fault[] {
  const format = sniff(start)
  if (!isPictureFormat(format)) return [foreign(start, 'The file', format === 'svg')]
  const { header } = headerOf(start, 'The file')
  const name = `.${extensions[format][0]!}`
  return [...judgeFormat(format, name, config), ...(header === undefined ? [] : judgeSize(header, config))]
}

const isPictureFormat = (format: string | undefined): format is PictureFormat =>
  (pictureFormats as readonly (string | undefined)[]).includes(format)

function foreign(bytes: Uint8Array, name: string, svg: boolean): Fault {
  if (svg)
    return {
      line: 1,
      code: 'svg',
      message: `"${name}" is an SVG drawing, which can hold scripts, and pictures of pixels are taken.`,
      fix: 'Export it as PNG.',
    }
  const { fault } = headerOf(bytes, name)
  return {
    ...(fault ?? damaged(undefined)),
    code: 'not-a-picture',
    fix: 'Submit a picture: PNG, JPEG, WebP, AVIF or GIF.',
  }
}

function judgeFormat(format: PictureFormat, name: string, { formats }: GalleryConfig['pictures']): Fault[] {
  if (!(formats as readonly string[]).includes(format))
    return [
      {
        line: 1,
        code: 'format',
        message: `The picture is ${format.toUpperCase()}, and the gallery takes ${formats.join(', ')}.`,
        fix: `Save it as ${formats[0]!.toUpperCase()}.`,
      },
    ]
  const ending = /\.([^.]*)$/.exec(name)?.[1] ?? ''
  const right = extensions[format]
  if (right.includes(ending)) return []
  return [
    {
      line: 1,
      code: 'extension',
      message: `The picture is ${format.toUpperCase()} by its content, and its name ends in ".${ending}".`,
      fix: `Rename it to ${name.replace(/\.[^.]*$/, '')}.${right[0]!}, here and in the work’s "image".`,
    },
  ]
}

/** The header however large the picture is, so that its size is told apart from damage. */
function headerOf(
  bytes: Uint8Array,
  name: string,
): { header: Header; fault?: never } | { header?: never; fault: Fault } {
  try {
    return { header: readHeader(bytes, { name, maxPixels: Number.POSITIVE_INFINITY }) }
  } catch (error) {
    return { fault: damaged(error) }
  }
}

function judgeSize({ width, height }: Header, { maxSide, minSide }: GalleryConfig['pictures']): Fault[] {
  const size = `The picture says it is ${width} × ${height} pixels`
  if (Math.max(width, height) > maxSide)
    return [
      {
        line: 1,
        code: 'picture-size',
        message: `${size}, and sides of at most ${maxSide} are taken.`,
        fix: 'Make it smaller.',
      },
    ]
  if (Math.min(width, height) < minSide)
    return [
      {
        line: 1,
        code: 'picture-size',
        message: `${size}, and sides of at least ${minSide} are taken.`,
        fix: 'Submit a larger one.',
      },
    ]
  return []
}

function damaged(error: unknown): Fault {
  // Decoders meet hostile bytes in many ways; whatever they say, the file is at fault.
  const message = error instanceof ImageError ? error.message : 'The picture cannot be decoded.'
  return { line: 1, code: 'damaged-picture', message, fix: 'Use a complete copy, or export it again.' }
}
