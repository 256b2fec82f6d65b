/** Reads a file that may be a picture. */
import { createHash } from 'node:crypto'
import { baseName } from '@reverie/recipe'
import { ImageError, pictureFormats, readHeader, sniff } from '@reverie/image'
import type { ProblemCode, SourceFile } from '../source.ts'

/** Bytes that are worth decoding, or why not. */
export type Read =
  | {
      readonly ok: true
      readonly bytes: Uint8Array
      readonly sha256: string
      /** Said when the name claims another format than the content has. */
      readonly wrongEnding: string | null
    }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string }

/** Enough to tell what a file is. */
const START = 4096
/** Files that are larger are read only when they begin like a picture. */
const SMALL = 1 << 20
/** Larger files are refused: two of them and their pixels are all that the memory should hold. */
const LARGEST = 1 << 29

/** By these endings a file claims to be a picture. */
const claims =
  /\.(?:png|apng|jpe?g|jpe|jfif|webp|avif|heic|heif|tiff?|gif|bmp|ico|svg|psd|jxl|jp2|exr|tga|raw|dng|cr2|nef)$/i

/** Reads a file whole, if it is a picture as far as its first bytes tell. Errors are outcomes. */
export async function readFile(file: SourceFile): Promise<Read> {
  const name = baseName(file.path)
  try {
    if (file.bytes !== undefined && file.bytes > SMALL) {
      const start = await file.read(START)
      if (!isPicture(start)) return foreign(start, file)
      if (file.bytes > LARGEST)
        return {
          ok: false,
          code: 'too-large',
          message: `"${name}" has ${Math.round(file.bytes / 1e6)} million bytes, and files of up to ${Math.round(LARGEST / 1e6)} million are read: make it smaller first.`,
        }
    }
    const bytes = await file.read()
    if (!isPicture(bytes)) return foreign(bytes, file)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { ok: true, bytes, sha256, wrongEnding: wrongEnding(bytes, name) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return {
      ok: false,
      code: 'unreadable',
      message: code === undefined ? message : `"${name}" cannot be read (${code}): check its permissions.`,
    }
  }
}

/** What endings say, where they do not say the format's own name. */
const endings: Readonly<Record<string, string>> = {
  apng: 'png',
  jpg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  tif: 'tiff',
  heif: 'heic',
}

function wrongEnding(bytes: Uint8Array, name: string): string | null {
  const ending = claims.exec(name)?.[0].slice(1).toLowerCase()
  const format = sniff(bytes) ?? ''
  if (ending === undefined || (endings[ending] ?? ending) === format) return null
  return `"${name}" is a ${format.toUpperCase()} although its name ends in .${ending}: it is collected as what it is.`
}

const isPicture = (bytes: Uint8Array): boolean =>
  (pictureFormats as readonly (string | undefined)[]).includes(sniff(bytes))

function foreign(bytes: Uint8Array, { path, isNamed }: SourceFile): Read {
  const name = baseName(path)
  const picture = isNamed === true || claims.test(name)
  const code = picture ? (bytes.length === 0 ? 'empty' : 'not-a-picture') : 'other'
  try {
    readHeader(bytes, { name })
  } catch (error) {
    if (error instanceof ImageError) return { ok: false, code, message: error.message }
    throw error
  }
  return { ok: false, code, message: `"${name}" is not a picture.` }
}
