/**
 * Takes a submission in: fetches its picture if that is allowed, cleans it of what must not become public, judges the work
 * as `gallery check` does by the gallery's branch, and puts it on a branch of its own. Whatever sent it, this is the only way.
 */
import { createHash } from 'node:crypto'
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { pictureFormats, sniff, type PictureFormat } from '@reverie/image'
import { checkGallery } from '../check/check.ts'
import { cleanPicture } from '../clean/clean-picture.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { GalleryError } from '../error.ts'
import { writeWork } from '../import/convert.ts'
import { extensions, tooManyBytes } from '../picture/judge-picture.ts'
import { loadPlugins, mediaByEnding } from '../plugins/load-plugins.ts'
import type { Fault } from '../problem.ts'
import { parseDate } from '../work/fields.ts'
import { readWork } from '../work/read-work.ts'
import { idOf, type Draft, type DraftPicture, type Flaw, type Outcome } from './draft.ts'
import { ordered, plainText } from './keys-of.ts'
import { chooseUid, findSubmission, putSubmission } from './put-submission.ts'
import { readBase, waitingIn, type Repository, type Trees } from './repository.ts'

/** What submissions are taken in with. */
export interface IntakeDesk {
  readonly repository: Repository
  /** Used by one submission at a time. */
  readonly trees: Trees
  /** What is known of the gallery's pictures from the submissions before. */
  readonly hashes: Map<string, bigint | undefined>
  /** A folder for temporary files. */
  readonly place: string
  /** Fetches a picture; undefined when nothing is fetched. @throws Error with a sentence for the submitter */
  readonly fetchPicture?: ((address: string, signal: AbortSignal) => Promise<Uint8Array>) | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Branches whose names were taken in the very moment are tried again so often. */
const mostTries = 20

/**
 * Takes one submission in. What was taken in before is found again.
 * @throws GalleryError when the repository cannot be read or written; nothing was changed then
 */
export async function takeIn(desk: IntakeDesk, draft: Draft, signal: AbortSignal): Promise<Outcome> {
  const { repository, trees } = desk
  for (let tries = 0; tries < mostTries; tries++) {
    const { commit: base, config } = await readBase(repository)
    const waiting = await waitingIn(repository)
    const found = await findSubmission(repository, base, idOf(draft), waiting)
    if (found === 'merged') return { state: 'there', branch: undefined }
    // A form is sent once: that it is there is that we were cut off after its branch was made.
    if (found !== undefined && draft.channel === 'form')
      return { state: 'taken', branch: found.branch, uid: found.uid, commit: found.commit }
    if (found !== undefined) return { state: 'there', branch: found.branch }
    const root = await trees.at(base)
    const picture = await pictureOf(desk, draft.picture, config, root, signal)
    const [author, title] = ['author', 'title'].map((key) => textOf(draft.keys[key]))
    const uid = await chooseUid(repository, base, waiting, { author: author!, title: title!, wished: draft.uid })
    const year = yearOf(draft.keys, desk.now())
    const ending = picture.ending ?? 'png'
    const keys = ordered(draft.keys, picture.isMedia === true ? 'media' : 'image', `${uid}.${ending}`)
    const markdown = markdownOf(keys, draft.body)
    const place = { uid, year, config, now: desk.now() }
    const flaws =
      picture.bytes === undefined
        ? [...readWork(markdown, place).faults.map((fault) => flawOf(fault, keys)), picture.flaw]
        : await judge(root, desk.hashes, { ...place, keys, markdown, picture: picture.bytes, ending })
    const sha256 = createHash('sha256')
      .update(picture.bytes ?? '')
      .digest('hex')
    const twin = waiting.find((each) => each.sha256 === sha256)
    if (twin !== undefined && flaws.length === 0) flaws.push(doubled)
    if (flaws.length > 0 || picture.bytes === undefined) return { state: 'refused', flaws: unique(flaws) }
    signal.throwIfAborted()
    const submission = {
      draft,
      base,
      uid,
      year,
      title: title!,
      author: author!,
      markdown,
      picture: picture.bytes,
      ending,
    }
    checkReading(submission.markdown, keys, draft.body, place)
    const put = await putSubmission(repository, submission, desk.place)
    if (put !== undefined) return { state: 'taken', uid: put.branch.replace(/^.*\//, ''), ...put }
  }
  throw new GalleryError(
    `No branch could be made for the submission in ${mostTries} tries: others make branches of the same names.`,
  )
}

/** What is wrong with a submission's text, as far as it can be told without other works. */
export function judgeText(draft: Pick<Draft, 'keys' | 'body'>, config: GalleryConfig, now: number): Flaw[] {
  const keys = ordered(draft.keys, 'image', 'work.png')
  const place = { uid: 'work', year: yearOf(draft.keys, now), config, now }
  return unique(readWork(markdownOf(keys, draft.body), place).faults.map((fault) => flawOf(fault, keys)))
}

/** By `gallery check` itself, among the works of the base commit. */
async function judge(
  root: string,
  hashes: IntakeDesk['hashes'],
  work: {
    readonly uid: string
    readonly year: string
    readonly now: number
    readonly keys: Readonly<Record<string, unknown>>
    readonly markdown: Uint8Array
    readonly picture: Uint8Array
    readonly ending: string
  },
): Promise<Flaw[]> {
  const { uid, year, now, keys, markdown, picture, ending } = work
  const folder = join(root, 'works', year)
  await mkdir(folder, { recursive: true })
  // A link in the gallery's own tree leads nowhere from here.
  if ((await realpath(folder)) !== join(await realpath(root), 'works', year))
    throw new GalleryError(`works/${year} of the gallery is a link: put the folder itself there.`)
  const [text, file] = [`works/${year}/${uid}.md`, `works/${year}/${uid}.${ending}`]
  try {
    await writeFile(join(root, text), markdown, { flag: 'wx' })
    await writeFile(join(root, file), picture, { flag: 'wx' })
    const { problems } = await checkGallery({ folder: root, only: [text], now, hashes })
    return problems.flatMap((problem) => {
      if (problem.file === text) return [flawOf(problem, keys)]
      return problem.file === file ? [{ ...flawOf(problem, {}), key: 'picture' }] : []
    })
  } finally {
    await rm(join(root, text), { force: true })
    await rm(join(root, file), { force: true })
  }
}

type Picture =
  | { readonly bytes: Uint8Array; readonly ending: string; readonly isMedia: boolean; readonly flaw?: never }
  | { readonly bytes?: never; readonly ending?: never; readonly isMedia?: never; readonly flaw: Flaw }

/** The picture as it would be published. */
async function pictureOf(
  { fetchPicture }: IntakeDesk,
  given: DraftPicture | undefined,
  { pictures, plugins }: GalleryConfig,
  root: string,
  signal: AbortSignal,
): Promise<Picture> {
  const flaw = (code: Flaw['code'], message: string, fix: string): Picture => ({
    flaw: { key: 'picture', code, message, fix },
  })
  if (given === undefined) return flaw('missing-image', 'There is no picture.', 'Add one.')
  let bytes: Uint8Array
  if (given.kind === 'bytes') bytes = given.bytes
  else if (fetchPicture === undefined)
    return flaw(
      'missing-image',
      'The picture is an address, and nothing is fetched.',
      'Give its file with --image, or allow it with --fetch.',
    )
  else
    try {
      bytes = await fetchPicture(given.address, signal)
    } catch (error) {
      signal.throwIfAborted()
      return flaw(
        'missing-image',
        error instanceof Error ? error.message : String(error),
        'Give another address, or send the picture itself.',
      )
    }
  if (bytes.length > pictures.maxBytes) {
    const { code, message, fix } = tooManyBytes(bytes.length, pictures.maxBytes)
    return flaw(code, message, fix)
  }
  const format = sniff(bytes)
  if ((pictureFormats as readonly (string | undefined)[]).includes(format))
    return {
      bytes: (await cleanPicture(bytes)) ?? bytes,
      ending: extensions[format as PictureFormat][0]!,
      isMedia: false,
    }
  const ending = given.kind === 'bytes' ? /\.([a-z0-9]{1,10})$/i.exec(given.name)?.[1]?.toLowerCase() : undefined
  const media = mediaByEnding(await loadPlugins(root, plugins))
  const isMedia = ending !== undefined && media.has(ending)
  return { bytes, ending: isMedia ? ending : 'png', isMedia }
}

function markdownOf(keys: Readonly<Record<string, unknown>>, body: string): Uint8Array {
  return new TextEncoder().encode(writeWork(keys, plainText(body)))
}

/** What was written is read as what was meant: nothing that a stranger wrote became a key or a delimiter. */
function checkReading(
  markdown: Uint8Array,
  keys: Readonly<Record<string, unknown>>,
  body: string,
  place: Parameters<typeof readWork>[1],
): void {
  const { work } = readWork(markdown, place)
  const read = Object.fromEntries(
    Object.keys(keys).map((key) => [key, (work as Record<string, unknown> | undefined)?.[key]]),
  )
  if (!isDeepStrictEqual(read, keys) || work?.body.trim() !== plainText(body))
    throw new GalleryError('The submission does not read as it was sent: it was not taken in.')
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function yearOf({ date }: Readonly<Record<string, unknown>>, now: number): string {
  const text = textOf(date)
  return parseDate(text) === undefined ? String(new Date(now).getUTCFullYear()) : text.slice(0, 4)
}

/** A fault by the key of its line: each key is one line, and the first is line 2. */
function flawOf({ line, code, message, fix }: Fault, keys: Readonly<Record<string, unknown>>): Flaw {
  const names = Object.keys(keys)
  const missing = code === 'missing-key' ? /^The key "(\w+)"/.exec(message)?.[1] : undefined
  const key = missing ?? (line > names.length + 2 ? 'text' : names[line - 2])
  return { key: key === 'image' || key === 'media' ? 'picture' : key, code, message, fix }
}

const doubled: Flaw = {
  key: 'picture',
  code: 'duplicate',
  message: 'The picture was submitted already, and waits for those who keep the gallery.',
  fix: 'Wait for them, or submit another picture.',
}

const unique = (flaws: readonly Flaw[]): Flaw[] => [
  ...new Map(flaws.map((flaw) => [JSON.stringify(flaw), flaw])).values(),
]
