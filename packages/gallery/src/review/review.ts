/** The works of a gallery as a reviewer has them before him: their files, what was made of them, what was decided. */
import { join } from 'node:path'
import { hashOf } from '../build/files.ts'
import { readWhole } from '../build/read-whole.ts'
import { generatedPath, mostRecordBytes, parseRecord, type BuildRecord } from '../build/record.ts'
import { hashFile } from '../load/hash-file.ts'
import { loadGallery, type GalleryWork } from '../load/works.ts'
import type { GalleryConfig } from '../config/schema.ts'
import type { Problem } from '../problem.ts'
import type { Decision } from './decision.ts'
import { readAllDecisions } from './decisions.ts'
import { standingOf, type Hashes, type Standing } from './standing.ts'

/** A work that is reviewed. */
export interface ReviewWork {
  readonly uid: string
  /** Undefined when its files are gone from `works`, or cannot be read. */
  readonly work: GalleryWork | undefined
  /** What was made of it, if anything was. */
  readonly record: BuildRecord | undefined
  /** All its files: what an approval names. */
  readonly files: Hashes
  /** Files that the record names and that are not there, or are other ones: the build is to be run again. */
  readonly unfinished: readonly string[]
  readonly decisions: readonly Decision[]
  readonly standing: Standing
}

/** A gallery that is reviewed. */
export interface Review {
  /** The real path of its folder. */
  readonly root: string
  readonly config: GalleryConfig
  /** By date; those without files last. */
  readonly works: readonly ReviewWork[]
  /** Of works that cannot be read, and of the folder of decisions. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a gallery for review.
 * @param options.wanted which works to read; all unless given
 * @param options.now milliseconds since 1970
 * @throws GalleryError when the folder is no gallery
 */
export async function openReview(options: {
  readonly folder: string
  readonly wanted?: ((uid: string) => boolean) | undefined
  readonly now?: number | undefined
  readonly signal?: AbortSignal | undefined
}): Promise<Review> {
  const { wanted = () => true } = options
  const { root, config, works, problems } = await loadGallery(options)
  const { decisions, problems: wrong } = await readAllDecisions(root)
  const all: ReviewWork[] = []
  for (const work of works) {
    options.signal?.throwIfAborted()
    all.push(await reviewWork(root, work.uid, work, decisions.get(work.uid) ?? []))
  }
  const present = new Set(all.map(({ uid }) => uid))
  for (const [uid, list] of decisions)
    if (wanted(uid) && !present.has(uid)) all.push(await reviewWork(root, uid, undefined, list))
  return { root, config, works: all, problems: [...problems, ...wrong] }
}

/** The states that ask somebody to decide. */
export const isWaiting = ({ standing: { state }, work }: ReviewWork): boolean =>
  state === 'changed' || state === 'held' || (state === 'pending' && work !== undefined)

async function reviewWork(
  root: string,
  uid: string,
  work: GalleryWork | undefined,
  decisions: readonly Decision[],
): Promise<ReviewWork> {
  const files = new Map<string, string>()
  for (const file of work === undefined ? [] : [work.markdown, work.picture]) files.set(file.path, file.sha256)
  const made = work === undefined ? undefined : await readMade(join(root, generatedPath(uid, '')), uid)
  for (const [name, sha256] of made?.files ?? []) files.set(generatedPath(uid, name), sha256)
  const hashes = Object.fromEntries(files)
  const unfinished = (made?.unfinished ?? []).map((name) => generatedPath(uid, name))
  return {
    uid,
    work,
    record: made?.record,
    files: hashes,
    unfinished,
    decisions,
    standing: standingOf(hashes, decisions),
  }
}

/** What a build left in a folder of its own. */
export interface Made {
  readonly record: BuildRecord
  /** SHA-256 by name, of the record itself too: what it tells of parents is published. */
  readonly files: ReadonlyMap<string, string>
  /** Names that the record has with other bytes, or without any. */
  readonly unfinished: readonly string[]
}

/**
 * Reads what a build made of a work. Hashes are those of the bytes, whatever the record says.
 * @param folder `generated/<uid>`
 */
export async function readMade(folder: string, uid: string): Promise<Made | undefined> {
  const bytes = await readWhole(join(folder, 'build.json'), mostRecordBytes)
  const record = bytes === undefined ? undefined : parseRecord(new TextDecoder().decode(bytes), uid)
  if (bytes === undefined || record === undefined) return undefined
  const files = new Map([['build.json', hashOf(bytes)]])
  const unfinished: string[] = []
  for (const { file, sha256 } of record.generated) {
    const found = await hashFile(join(folder, file))
    if (found !== undefined) files.set(file, found.sha256)
    if (found?.sha256 !== sha256) unfinished.push(file)
  }
  return { record, files, unfinished }
}
