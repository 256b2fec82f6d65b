/**
 * Holds what was approved against what is there now, file by file, and gathers the approved bytes. What cannot be published
 * is refused with what was expected, what was found, and what to do.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatedFolder, parseRecord, type BuildRecord } from '../build/record.ts'
import { pictureGenerator } from '../build/names.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { hashFile } from '../load/hash-file.ts'
import { extensions } from '../picture/judge-picture.ts'
import type { Decision } from '../review/decision.ts'
import { readMade, type Made, type ReviewWork } from '../review/review.ts'
import type { PublishedFile, PublishedGenerated, PublishedWork } from '../site/published.ts'
import { readWork } from '../work/read-work.ts'
import type { Bytes, Found } from './bytes.ts'

/** Why a work cannot be published, in one file. */
export interface Refusal {
  readonly uid: string
  readonly file: string
  /** SHA-256 that was approved; undefined for a file that nobody approved. */
  readonly expected?: string | undefined
  /** SHA-256 that is there; undefined when nothing is. */
  readonly found?: string | undefined
  readonly message: string
  readonly fix: string
}

/** A work that can be published, with what it is made of. */
export interface Collected {
  readonly work: PublishedWork
  /** Its Markdown and its build record, which go along, so that the bytes can be found again. */
  readonly sources: readonly PublishedFile[]
  /** Pictures in between, which the recipe of what was made needs: without them nobody could make it again. */
  readonly between: readonly Between[]
}

/** A picture in between. */
interface Between extends PublishedFile {
  /** The name of what was made of it. */
  readonly of: string
}

const again =
  'Build, look at it and approve it again (reverie gallery review), or publish with --keep-published what was approved.'

/**
 * What of an approved work is other than it was approved.
 * @param made where builds are: what the first of them has counts; of the others, which several runs of CI may have left, the
 *   one that was approved
 */
export async function compareWork(
  root: string,
  { uid, work }: ReviewWork,
  approval: Decision,
  made: readonly string[],
): Promise<Refusal[]> {
  const expected = new Map(Object.entries(approval.files))
  if (work === undefined) return compareGone(root, uid, expected)
  const now = new Map([work.markdown, work.picture].map(({ path, sha256 }) => [path, sha256]))
  const refusals: Refusal[] = []
  const refuse = (file: string, found: string | undefined, message: string): void => {
    refusals.push({ uid, file, expected: expected.get(file), found, message, fix: again })
  }
  const pathOf = (name: string): string => `${generatedFolder}/${uid}/${name}`
  const isApproved = ({ files }: Made): boolean =>
    [...files].every(([name, sha256]) => expected.get(pathOf(name)) === sha256)
  const build = await buildOf(made, uid, isApproved)
  for (const [name, sha256] of build?.files ?? []) now.set(pathOf(name), sha256)
  // Named by the build and not there: if it was approved, what lies elsewhere under its hash will do.
  const absent = new Set(build?.unfinished.map(pathOf).filter((path) => !now.has(path)))
  for (const file of absent)
    if (!expected.has(file)) refuse(file, undefined, 'is named by the build, was not approved and is not there.')
  for (const [file, sha256] of now)
    if (!expected.has(file)) refuse(file, sha256, 'was not there when the work was approved.')
    else if (expected.get(file) !== sha256) refuse(file, sha256, 'is not what was approved.')
  for (const file of expected.keys())
    if (!now.has(file) && !absent.has(file) && (build !== undefined || file.startsWith('works/')))
      refuse(file, undefined, 'was approved and is not there any more.')
  return refusals
}

/** Of a work that is gone, or that cannot be read: the check tells what is wrong then, if its bytes are the approved ones. */
async function compareGone(root: string, uid: string, expected: ReadonlyMap<string, string>): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const [file, sha256] of expected) {
    if (!file.startsWith('works/')) continue
    const found = (await hashFile(join(root, file)))?.sha256
    if (found !== sha256)
      refusals.push({
        uid,
        file,
        expected: sha256,
        found,
        message: found === undefined ? 'was approved and is not there any more.' : 'is not what was approved.',
        fix: `Put it back, or take the work down: reverie gallery review --take-down ${uid} --reason "…"`,
      })
  }
  return refusals
}

async function buildOf(
  [own, ...others]: readonly string[],
  uid: string,
  isApproved: (made: Made) => boolean,
): Promise<Made | undefined> {
  let found = own === undefined ? undefined : await readMade(join(own, uid), uid)
  if (found !== undefined) return found
  for (const folder of others) {
    const made = await readMade(join(folder, uid), uid)
    if (made !== undefined && isApproved(made)) return made
    found ??= made
  }
  return found
}

/** Gathers the bytes that were approved, wherever they are. */
export async function collectWork(
  root: string,
  uid: string,
  approval: Decision,
  { bytes, config, now }: { readonly bytes: Bytes; readonly config: GalleryConfig; readonly now: number },
): Promise<{ collected?: Collected; refusals: Refusal[] }> {
  const found = new Map<string, Found>()
  const refusals: Refusal[] = []
  const refuse = (file: string, message: string, fix: string, expected?: string): void => {
    refusals.push({ uid, file, expected, message, fix })
  }
  const isMedia = (path: string): boolean => path.startsWith('works/') && !path.endsWith('.md') && !isPicture(path)
  for (const [path, sha256] of Object.entries(approval.files)) {
    // Of another medium its picture is published, and the file itself is not needed.
    if (isMedia(path)) continue
    const place = await bytes.find(sha256, join(root, path))
    if (place !== undefined) found.set(path, place)
    else
      refuse(
        path,
        'was approved, and its bytes are nowhere: not in the gallery, not in --from, not in what was published.',
        'Give the folder that holds them with --from, or build, look at it and approve it again.',
        sha256,
      )
  }
  if (refusals.length > 0) return { refusals }
  const path = [...found.keys()].find((each) => /^works\/\d{4}\/[^/]+\.md$/.test(each))
  const own = Object.keys(approval.files).find((each) => each.startsWith('works/') && each !== path)
  if (path === undefined || own === undefined) {
    refuse(path ?? `works/${uid}.md`, 'was approved without its text or its picture.', again)
    return { refusals }
  }
  const year = path.slice(6, 10)
  const { work: text, faults } = readWork(await readFile(found.get(path)!.place), { year, uid, config, now })
  if (text === undefined) {
    refuse(path, `was approved, and cannot be read: ${faults[0]?.message ?? ''}`, faults[0]?.fix ?? again)
    return { refusals }
  }
  const record = await readApprovedRecord(found, uid)
  const files = (record?.generated ?? []).map((made): PublishedGenerated | undefined => {
    const place = found.get(`${generatedFolder}/${uid}/${made.file}`)
    if (place?.sha256 === made.sha256)
      return { ...fileOf(made.file, place), generator: made.generator, parents: made.parents }
    refuse(
      `${generatedFolder}/${uid}/${made.file}`,
      'is named by the build and was not approved as it names it.',
      again,
    )
    return undefined
  })
  const generated = files.filter((file) => file !== undefined)
  const picture = isPicture(own)
    ? fileOf(nameOf(own), found.get(own)!)
    : generated.find(({ generator }) => generator === pictureGenerator)
  if (picture === undefined)
    refuse(own, 'has no picture that was made of it.', 'Build, look at it and approve it again.')
  if (picture === undefined || refusals.length > 0) return { refusals }
  const sources = [path, ...(record === undefined ? [] : [`${generatedFolder}/${uid}/build.json`])]
  const names = new Set([...sources.map(nameOf), picture.name, ...generated.map(({ name }) => name)])
  const between = await betweenOf(root, record, names, bytes)
  return {
    refusals,
    collected: {
      work: {
        uid,
        year,
        text,
        picture,
        generated: generated.filter(({ name }) => name !== picture.name),
        approvedAt: approval.at,
      },
      sources: sources.map((each) => fileOf(nameOf(each), found.get(each)!)),
      between,
    },
  }
}

/** What the approved record names in between. It is not shown, so that what is nowhere to be found keeps nothing back. */
async function betweenOf(
  root: string,
  record: BuildRecord | undefined,
  taken: ReadonlySet<string>,
  bytes: Bytes,
): Promise<Between[]> {
  const all: Between[] = []
  for (const { file: of, between = [] } of record?.generated ?? [])
    for (const { file, sha256 } of between) {
      // Only beside what is published, never in its place.
      if (taken.has(file) || !isPicture(file)) continue
      const place = await bytes.find(sha256, join(root, generatedFolder, record!.uid, file))
      if (place !== undefined) all.push({ ...fileOf(file, place), of })
    }
  return all
}

async function readApprovedRecord(
  found: ReadonlyMap<string, Found>,
  uid: string,
): Promise<BuildRecord | undefined> {
  const place = found.get(`${generatedFolder}/${uid}/build.json`)?.place
  return place === undefined ? undefined : parseRecord(await readFile(place, 'utf8'), uid)
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const fileOf = (name: string, found: Found): PublishedFile => ({ name, ...found })

const pictures = new Set<string>(Object.values(extensions).flat())
const isPicture = (path: string): boolean => pictures.has(path.slice(path.lastIndexOf('.') + 1).toLowerCase())
