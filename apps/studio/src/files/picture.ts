/** Pictures by content: from a file that a person gave to pixels on the canvas. */
import { sampleOf } from './sample.ts'
import { find, keep } from './store.ts'

/** A file that the Studio can find again by its bytes. */
export interface FileRef {
  readonly sha256: string
  /** The file's own name, no path. */
  readonly name: string
}

/** A picture that the Studio can find again by its bytes. */
export interface PictureRef extends FileRef {
  /** Pixels, upright. */
  readonly width: number
  readonly height: number
}

/** The SHA-256 of bytes, as 64 hexadecimal digits. */
export async function hash(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Takes in a file: measures it and keeps its bytes.
 *
 * @throws When it is no picture that this browser reads, as a sentence.
 */
export async function takeIn(file: File): Promise<PictureRef> {
  const bytes = await file.arrayBuffer()
  const bitmap = await decode(file, file.name)
  const { width, height } = bitmap
  bitmap.close()
  const sha256 = await hash(bytes)
  await keep(sha256, new Blob([bytes], { type: file.type }))
  return { sha256, name: file.name, width, height }
}

/** Takes in a file that is no picture: keeps its bytes. */
export async function takeInFile(file: File): Promise<FileRef> {
  const bytes = await file.arrayBuffer()
  const sha256 = await hash(bytes)
  await keep(sha256, new Blob([bytes], { type: file.type }))
  return { sha256, name: file.name }
}

/**
 * The bytes of a file.
 *
 * @throws When this browser does not have them, naming the file.
 */
export async function bytesOf({ sha256, name }: FileRef): Promise<Blob> {
  const sample = sampleOf(sha256)
  const found = sample ? await (await fetch(sample.url)).blob() : await find(sha256)
  if (!found) throw new Error(`“${name}” is not in this browser. Choose the file again to go on with it.`)
  return found
}

/** A picture's pixels, upright, for the canvas. */
export async function bitmapOf(picture: PictureRef): Promise<ImageBitmap> {
  return decode(await bytesOf(picture), picture.name)
}

async function decode(blob: Blob, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, { imageOrientation: 'from-image' })
  } catch {
    const { readPicture } = await import('../workers/pictures.ts')
    return readPicture(new Uint8Array(await blob.arrayBuffer()), name)
  }
}
