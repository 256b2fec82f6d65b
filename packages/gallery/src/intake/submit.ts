/** `gallery submit`: files, issues, e-mails and feeds become branches of the gallery's repository. */
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { readPictureList } from '@reverie/collection/node'
import { quoted, visible } from '../characters.ts'
import { GalleryError } from '../error.ts'
import type { Draft, Flaw, Outcome } from './draft.ts'
import { idOf } from './draft.ts'
import { openPictureFetcher, type PictureFetcher } from './fetch-picture.ts'
import type { Fields } from './keys-of.ts'
import { findSubmission } from './put-submission.ts'
import { draftOfEntry, isAddress } from './read-feed.ts'
import { readIssue } from './read-issue.ts'
import { readMail } from './read-mail.ts'
import { readWorkFile } from './read-work-file.ts'
import { unread, type Reading } from './reading.ts'
import { baseOf, openRepository, openTrees, waitingIn } from './repository.ts'
import { takeIn, type IntakeDesk } from './take-in.ts'

/** What to submit, and where. */
export interface SubmitOptions {
  /** A repository of a gallery, bare or not. */
  readonly repository: string
  /** The gallery's branch; the one that HEAD names unless said. */
  readonly branch?: string | undefined
  /** Works (`.md` beside a picture), issues (`.json`), e-mails (`.eml`). */
  readonly files?: readonly string[] | undefined
  /** A feed, on the disk or on the web: each entry that is new is a submission. */
  readonly feed?: string | undefined
  /** The most entries of a feed that are taken at once; 20 unless said. */
  readonly most?: number | undefined
  /** The picture of the one file. */
  readonly image?: string | undefined
  /** Keys of front matter to take where a submission does not say them. */
  readonly unsaid?: Fields | undefined
  /** Whether pictures are fetched whose addresses submissions give. */
  readonly fetch?: boolean | undefined
  /** Whether addresses of private networks may be asked too. */
  readonly allowPrivate?: boolean | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((step: { stage: string; done: number; total: number }) => void) | undefined
}

/** What became of one submission. */
export interface Submitted {
  /** The file, or the page or picture of a feed's entry. */
  readonly from: string
  readonly outcome: Outcome
  /** What was passed over, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Submits.
 * @throws GalleryError when there is no gallery to submit to, or a file cannot be read; CollectionError for a feed that cannot
 */
export async function submitWorks(options: SubmitOptions): Promise<Submitted[]> {
  const {
    files = [],
    feed,
    image,
    unsaid = {},
    now = Date.now,
    signal = new AbortController().signal,
    onProgress,
  } = options
  if (image !== undefined && files.length !== 1)
    throw new GalleryError(
      `A picture of its own is for one file, and there are ${files.length}: submit them one by one.`,
    )
  const repository = await openRepository(options.repository, options.branch)
  const place = await mkdtemp(join(tmpdir(), 'reverie-submit-'))
  const network = openPictureFetcher(options)
  const desk: IntakeDesk = {
    repository,
    trees: openTrees(repository, join(place, 'tree')),
    place,
    hashes: new Map(),
    now,
    fetchPicture:
      options.fetch === true || (feed !== undefined && isAddress(feed)) ? network.fetchPicture : undefined,
  }
  const submitted: Submitted[] = []
  try {
    for (const [done, file] of files.entries()) {
      signal.throwIfAborted()
      onProgress?.({ stage: visible(file), done, total: files.length })
      submitted.push({ from: file, ...(await submitOne(desk, await readAny(file, image, unsaid), signal)) })
    }
    if (feed !== undefined) submitted.push(...(await submitFeed(desk, network, feed, options, signal)))
    return submitted
  } finally {
    await network.close()
    await rm(place, { recursive: true, force: true })
  }
}

async function submitOne(
  desk: IntakeDesk,
  { draft, flaws, notes }: Reading,
  signal: AbortSignal,
): Promise<Omit<Submitted, 'from'>> {
  if (draft === undefined) return { outcome: { state: 'refused', flaws }, notes }
  if (flaws.length === 0) return { outcome: await takeIn(desk, draft, signal), notes }
  // What is wrong besides is told too, and nothing is taken in: there is no picture to be judged.
  const rest = await takeIn(desk, { ...draft, picture: undefined }, signal)
  const others =
    rest.state === 'refused'
      ? rest.flaws.filter(({ code, key }) => !(code === 'missing-image' && key === 'picture'))
      : []
  return { outcome: { state: 'refused', flaws: [...flaws, ...others] }, notes }
}

/** By its name: what it holds is judged by whoever reads it. */
async function readAny(file: string, image: string | undefined, unsaid: Fields): Promise<Reading> {
  const kind = extname(file).toLowerCase()
  if (kind === '.md') return readWorkFile(file, image)
  if (kind !== '.json' && kind !== '.eml')
    return unread(
      'wrong-type',
      `${quoted(file)} is no submission.`,
      'Give a work’s .md beside its picture, an issue as .json, or an e-mail as .eml.',
    )
  const bytes = new Uint8Array(await readFile(file))
  const reading = kind === '.eml' ? await readMail(bytes, unsaid) : readIssue(parseJson(bytes), unsaid)
  return image === undefined || reading.draft === undefined
    ? reading
    : { ...reading, draft: await withImage(reading.draft, image) }
}

async function withImage(draft: Draft, image: string): Promise<Draft> {
  return { ...draft, picture: { kind: 'bytes', bytes: new Uint8Array(await readFile(image)), name: image } }
}

/** Undefined, which is no issue, when it is no JSON. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** The oldest entries first; what came before is not even fetched. */
async function submitFeed(
  desk: IntakeDesk,
  network: PictureFetcher,
  feed: string,
  { unsaid = {}, most = 20, onProgress }: SubmitOptions,
  signal: AbortSignal,
): Promise<Submitted[]> {
  const entries = await readPictureList(feed, network.lists, signal)
  const drafts: Draft[] = []
  for (const entry of entries.toReversed()) drafts.push(await draftOfEntry(feed, entry, unsaid))
  const base = await baseOf(desk.repository)
  const waiting = await waitingIn(desk.repository)
  const fresh: Draft[] = []
  for (const draft of drafts)
    if ((await findSubmission(desk.repository, base, idOf(draft), waiting)) === undefined) fresh.push(draft)
  const submitted: Submitted[] = []
  for (const [done, draft] of fresh.slice(0, most).entries()) {
    signal.throwIfAborted()
    const from = draft.source ?? (draft.picture?.kind === 'address' ? draft.picture.address : draft.key)
    onProgress?.({ stage: visible(from), done, total: Math.min(most, fresh.length) })
    submitted.push({ from, outcome: await takeIn(desk, draft, signal), notes: [] })
  }
  return submitted
}

/** A flaw in a line: the key that it is about, and what is wrong. */
export const flawLine = ({ key, code, message }: Flaw): string =>
  `${key === undefined ? '' : `${key}: `}${visible(message)} [${code}]`
