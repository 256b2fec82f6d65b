/**
 * Checks a gallery: all works, or those of a submission against all others. Nothing is changed and nothing is fetched.
 * Files are read one after the other, so that the memory holds one picture at a time.
 */
import { createHash } from 'node:crypto'
import { perceptualHash } from '@reverie/collection'
import type { Raster } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { judgeGenerators } from '../build/judge-generators.ts'
import { configName } from '../config/read-config.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { judgeMedia, type Taker } from '../media/judge-media.ts'
import { judgePicture, tooManyBytes } from '../picture/judge-picture.ts'
import { mediaByEnding } from '../plugins/load-plugins.ts'
import { inOrder, printable, type Fault, type Problem, type ProblemCode } from '../problem.ts'
import { takenDown } from '../review/decisions.ts'
import { judgeDecisions } from './decisions.ts'
import { findDuplicates } from './duplicates.ts'
import { openGallery, type Gallery, type OpenOptions } from './gallery.ts'
import { judgeLineage } from './lineage.ts'
import { readText, unreadable } from './read-text.ts'
import { applyRules, rulesOf } from './rules.ts'
import { endingOf, filesOf, readEntry, type Entry } from './tree.ts'
import type { Look, Work } from './work.ts'

/** What to check. */
export interface CheckOptions extends OpenOptions {
  /** Of which works the pictures are looked at, and held against each other; of all unless given. */
  readonly looked?: ((uid: string) => boolean) | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
  /** Perceptual hashes by SHA-256 of pictures that are not judged: kept from check to check, none is decoded twice. */
  readonly hashes?: Map<string, bigint | undefined> | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((step: { stage: string; done: number; total: number }) => void) | undefined
}

/** What was found. */
export interface CheckReport {
  readonly title: string
  /** How many works were judged, and how many there are. */
  readonly judged: number
  readonly works: number
  /** Whether `gallery.yaml` could not be read, so that what depends on it was not judged. */
  readonly partly: boolean
  readonly problems: readonly Problem[]
}

/** What is so, or not, by what the configuration says: untold while nobody knows that. */
const byConfig: ReadonlySet<ProblemCode> = new Set([
  'category',
  'format',
  'license',
  'media',
  'missing-image',
  'near-duplicate',
  'picture-bytes',
  'picture-size',
  'stray-file',
  'text-size',
])

/**
 * Checks a gallery.
 * @throws GalleryError when the folder is no gallery, or what judges it cannot be read
 */
export async function checkGallery(options: CheckOptions): Promise<CheckReport> {
  const gallery = await openGallery(options)
  try {
    return await judgeWorks(gallery, options)
  } finally {
    await gallery.close()
  }
}

async function judgeWorks(gallery: Gallery, options: CheckOptions): Promise<CheckReport> {
  const { looked = () => true, now = Date.now(), signal, onProgress } = options
  const { root, config, pairs, judged, plugins, problems: found } = gallery
  const problems: Problem[] = [...found, ...(await judgeGenerators(gallery))]
  const works = new Map<string, Work>()
  const texts: Work[] = []
  for (const pair of pairs) {
    const found = await readText(root, pair, config, now)
    const mine = filesOf(pair).some(({ path }) => judged(path))
    if (mine) problems.push(...found.problems)
    if (found.work === undefined) continue
    texts.push(found.work)
    const taken = works.get(pair.uid)
    if (taken === undefined) works.set(pair.uid, found.work)
    else if (judged(found.work.file) || judged(taken.file)) problems.push(uidTaken(found.work, taken, judged))
  }

  const looks: Look[] = []
  const takers = mediaByEnding(plugins)
  const files = pairs.flatMap(({ uid, pictures, media }) => (looked(uid) ? [...pictures, ...media] : []))
  for (const [done, entry] of files.entries()) {
    signal?.throwIfAborted()
    onProgress?.({ stage: entry.name, done, total: files.length })
    const taker = takers.get(endingOf(entry.name))
    const { faults, look } = await lookAt(root, entry, config, judged(entry.path), taker, options.hashes)
    problems.push(...faults.map((fault) => ({ file: entry.path, ...fault })))
    if (look !== undefined) looks.push(look)
  }
  // Of two that are alike, the one that was made later is told.
  const time = ({ uid }: Look): number => works.get(uid)?.text.time ?? Number.POSITIVE_INFINITY
  looks.sort((one, other) => (time(one) < time(other) ? -1 : time(one) > time(other) ? 1 : 0))
  problems.push(...findDuplicates(looks, works, judged, config.pictures.nearDuplicates))
  // A submission names works that are there; what was made long ago cannot help that its parent went.
  const gone = gallery.base === undefined ? await takenDown(root) : new Set<string>()
  for (const { problem, parent } of judgeLineage(works, gone))
    if (judged(problem.file) || (parent !== undefined && judged(parent))) problems.push(problem)
  problems.push(...(await judgeDecisions(gallery)))
  const partly = gallery.base === undefined && gallery.proposed === undefined
  const rules = rulesOf(plugins)
  for (const work of texts) if (judged(work.file)) problems.push(...(await applyRules(rules, work)))
  return {
    title: config.title,
    judged: pairs.filter((pair) => filesOf(pair).some(({ path }) => judged(path))).length,
    works: pairs.length,
    partly,
    problems: inOrder(
      problems.filter(({ file, code }) => !partly || file === configName || !byConfig.has(code)).map(printable),
    ),
  }
}

function uidTaken(later: Work, earlier: Work, judged: (file: string) => boolean): Problem {
  const [told, other] = judged(later.file) ? [later, earlier] : [earlier, later]
  return {
    file: told.file,
    line: 1,
    code: 'uid-taken',
    message: `The uid "${told.uid}" is that of ${other.file}.`,
    fix: 'Rename the work and its picture; a uid is given once, whatever the year.',
  }
}

/** Judges a picture, or a file that a plug-in takes, if it is to be, and measures it for comparison. */
async function lookAt(
  root: string,
  entry: Entry,
  { pictures }: GalleryConfig,
  judged: boolean,
  taker: Taker | undefined,
  hashes: CheckOptions['hashes'],
): Promise<{ faults: Fault[]; look?: Look }> {
  const { path, uid, name } = entry
  if (entry.bytes > pictures.maxBytes)
    return { faults: judged ? [tooManyBytes(entry.bytes, pictures.maxBytes)] : [] }
  const bytes = await readEntry(root, entry)
  if (bytes === undefined) return { faults: judged ? [unreadable] : [] }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (taker !== undefined) {
    const faults = judged ? await judgeMedia(bytes, name, taker) : []
    return { faults, look: { file: path, uid, sha256, hash: undefined } }
  }
  if (!judged && hashes?.has(sha256) === true)
    return { faults: [], look: { file: path, uid, sha256, hash: hashes.get(sha256) } }
  const { faults, raster } = judged
    ? await judgePicture(bytes, name, pictures)
    : { faults: [], raster: await rasterOf(bytes, pictures.maxSide) }
  const hash = raster === undefined ? undefined : perceptualHash(raster)
  if (!judged) hashes?.set(sha256, hash)
  return { faults, look: { file: path, uid, sha256, hash } }
}

/** Undefined for a picture of the gallery that cannot be decoded, which is not this submission's fault. */
async function rasterOf(bytes: Uint8Array, maxSide: number): Promise<Raster | undefined> {
  return readImage(bytes, { maxPixels: maxSide ** 2 }).then(
    ({ raster }) => raster,
    () => undefined,
  )
}
