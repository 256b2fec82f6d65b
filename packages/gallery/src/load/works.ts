/**
 * The works of a gallery, for everything that is done with them once they have been checked: building, review, publishing.
 * Their files are hashed, not decoded. Works that cannot be read are left out and named.
 */
import { join } from 'node:path'
import { openGallery, type Gallery, type OpenOptions } from '../check/gallery.ts'
import { readText, unreadable } from '../check/read-text.ts'
import type { Entry } from '../check/tree.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { printable, type Problem } from '../problem.ts'
import type { WorkText } from '../work/read-work.ts'
import { hashFile } from './hash-file.ts'

/** A file of a gallery. */
interface GalleryFile {
  /** From the gallery's folder, with slashes: `works/2026/ada-sun.jpg`. */
  readonly path: string
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string
  readonly bytes: number
}

/** A work with its two files. */
export interface GalleryWork {
  readonly uid: string
  readonly year: string
  /** What it submits: a picture, or another medium that a plug-in makes the generated picture `picture-<uid>` of. */
  readonly kind: 'picture' | 'media'
  readonly text: WorkText
  /** Its Markdown. */
  readonly markdown: GalleryFile
  /** What it submits. */
  readonly picture: GalleryFile
}

/** A gallery that was read. */
export interface LoadedGallery {
  /** The real path of its folder. */
  readonly root: string
  readonly config: GalleryConfig
  /** By date, then uid. */
  readonly works: readonly GalleryWork[]
  /** Why works are missing above. */
  readonly problems: readonly Problem[]
  /** Uids of all works, those too that are missing above. */
  readonly uids: ReadonlySet<string>
  /** Whether a work is one of those that were asked for. */
  readonly chosen: (work: GalleryWork) => boolean
}

/** What to read. */
export interface LoadOptions extends OpenOptions {
  /** Which works to read; all unless given. */
  readonly wanted?: ((uid: string) => boolean) | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a gallery.
 * @throws GalleryError when the folder is no gallery
 */
export async function loadGallery(options: LoadOptions): Promise<LoadedGallery> {
  const gallery = await openGallery(options)
  try {
    return await loadWorks(gallery, options)
  } finally {
    await gallery.close()
  }
}

/** Reads the works of a gallery that is open. */
export async function loadWorks(
  { root, config, pairs, judged, problems: found }: Gallery,
  { wanted = () => true, now = Date.now(), signal }: Pick<LoadOptions, 'wanted' | 'now' | 'signal'>,
): Promise<LoadedGallery> {
  const problems: Problem[] = [...found]
  const works = new Map<string, GalleryWork>()
  for (const pair of pairs) {
    signal?.throwIfAborted()
    if (!wanted(pair.uid)) continue
    const { work, problems: wrong } = await readText(root, pair, config, now)
    problems.push(...wrong)
    if (work?.picture === undefined || wrong.length > 0) continue
    const [markdown, picture] = [await fileOf(root, pair.text!), await fileOf(root, work.picture)]
    if (markdown === undefined || picture === undefined) {
      problems.push({ file: (markdown === undefined ? pair.text! : work.picture).path, ...unreadable })
      continue
    }
    if (!works.has(work.uid))
      works.set(work.uid, { uid: work.uid, year: work.year, kind: work.kind, text: work.text, markdown, picture })
  }
  return {
    root,
    config,
    works: [...works.values()].toSorted(byDate),
    problems: problems.map(printable),
    uids: new Set(pairs.map(({ uid }) => uid)),
    chosen: ({ markdown, picture }) => judged(markdown.path) || judged(picture.path),
  }
}

/** From the earliest to the latest. */
function byDate(one: GalleryWork, other: GalleryWork): number {
  return one.text.time - other.text.time || (one.uid < other.uid ? -1 : one.uid > other.uid ? 1 : 0)
}

/** A file by its bytes, which are read in pieces: it may be larger than anything that a gallery takes. */
async function fileOf(root: string, { path }: Entry): Promise<GalleryFile | undefined> {
  const found = await hashFile(join(root, path))
  return found && { path, ...found }
}
