/**
 * Pictures that go into generated works. A picture that was submitted is judged as `check` judges it before anything is made of
 * it: its decoder is not the first to see what a stranger sent.
 */
import { join } from 'node:path'
import { ImageError, readHeader } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import type { InputPicture } from '@reverie/instruments'
import { openInput } from '@reverie/instruments/node'
import type { GalleryConfig } from '../config/schema.ts'
import type { GalleryWork } from '../load/works.ts'
import { judgePicture, tooManyBytes } from '../picture/judge-picture.ts'
import { printable, type Problem } from '../problem.ts'
import { hashOf } from './files.ts'
import { readWhole } from './read-whole.ts'
import { generatedPath, type Generated } from './record.ts'

/** A picture that nothing is made of, with what is wrong with it. */
export class RefusedPicture extends Error {
  override readonly name = 'RefusedPicture'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join(' '))
    this.problems = problems
  }
}

/** A file that goes into a work. */
export interface Source {
  /** From the gallery's folder. */
  readonly path: string
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  /** Whether strangers sent it. */
  readonly isSubmitted: boolean
}

/** What a work submits, as a source. */
export const submitted = ({ picture }: GalleryWork): Source => ({
  ...picture,
  name: picture.path.slice(picture.path.lastIndexOf('/') + 1),
  isSubmitted: true,
})

/** What was made of a work, as a source. */
export const generated = (uid: string, { file, sha256, bytes }: Generated): Source => ({
  path: generatedPath(uid, file),
  name: file,
  sha256,
  bytes,
  isSubmitted: false,
})

/** Opens pictures. Those of one work are kept, since much is made of the same. */
export interface Pictures {
  /** @param moving whether all frames are wanted of a picture that moves */
  readonly open: (source: Source, moving: boolean) => Promise<InputPicture>
  /** The file's bytes, judged. */
  readonly read: (source: Source) => Promise<Uint8Array>
  /** The size of a picture by its header; undefined when it has none. */
  readonly measure: (source: Source) => Promise<{ width: number; height: number } | undefined>
  /** Forgets what was opened. */
  readonly forget: () => void
}

/** What opens the pictures of a gallery. */
export function openPictures(root: string, { pictures: config }: GalleryConfig): Pictures {
  const opened = new Map<string, Promise<{ bytes: Uint8Array; picture: InputPicture }>>()
  const sizes = new Map<string, { width: number; height: number } | undefined>()
  const bytesOf = async ({ path, sha256, bytes: length, isSubmitted }: Source): Promise<Uint8Array> => {
    if (isSubmitted && length > config.maxBytes) throw refused(path, [tooManyBytes(length, config.maxBytes)])
    const bytes = await readWhole(join(root, path), length)
    if (bytes !== undefined && hashOf(bytes) === sha256) return bytes
    throw refused(path, [
      {
        line: 1,
        code: 'unreadable',
        message: 'The file changed while the gallery was built.',
        fix: 'Build again.',
      },
    ])
  }
  const load = async (source: Source): Promise<{ bytes: Uint8Array; picture: InputPicture }> => {
    const { path, name, sha256, isSubmitted } = source
    const bytes = await bytesOf(source)
    if (!isSubmitted) return { bytes, picture: { raster: (await readImage(bytes, { name })).raster, sha256, name } }
    const { faults, raster } = await judgePicture(bytes, name, config)
    if (faults.length > 0 || raster === undefined) throw refused(path, faults)
    return { bytes, picture: { raster, sha256, name } }
  }
  const openOnce = (source: Source): ReturnType<typeof load> => {
    const known = opened.get(source.path) ?? load(source)
    opened.set(source.path, known)
    return known
  }
  return {
    open: async (source, moving) => {
      const { picture } = await openOnce(source)
      return moving && /\.(?:gif|webp|png)$/i.test(source.name) ? openInput(join(root, source.path)) : picture
    },
    read: async (source) => (await openOnce(source)).bytes,
    measure: async (source) => {
      if (sizes.has(source.path)) return sizes.get(source.path)
      const size = sizeOf(await bytesOf(source), source.name)
      sizes.set(source.path, size)
      return size
    },
    forget: () => opened.clear(),
  }
}

function refused(path: string, faults: readonly Omit<Problem, 'file'>[]): RefusedPicture {
  return new RefusedPicture(faults.map((fault) => printable({ file: path, ...fault })))
}

function sizeOf(bytes: Uint8Array, name: string): { width: number; height: number } | undefined {
  try {
    return readHeader(bytes, { name, maxPixels: Number.POSITIVE_INFINITY })
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}
