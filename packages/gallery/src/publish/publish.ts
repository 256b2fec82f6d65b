/**
 * Publishes a gallery: checks it, gathers the bytes that were approved, has the site made of them, and puts it where it
 * belongs. Bytes that nobody approved go nowhere: one that changed refuses everything, before anything is written. Works
 * that nobody approved yet are left out, and block nobody.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleGit } from 'simple-git'
import { generatedFolder } from '../build/record.ts'
import { checkGallery } from '../check/check.ts'
import { configName } from '../config/read-config.ts'
import { GalleryError } from '../error.ts'
import { hashFile } from '../load/hash-file.ts'
import type { Problem } from '../problem.ts'
import { decisionsFolder, type Decision } from '../review/decision.ts'
import { openReview, type Review, type ReviewWork } from '../review/review.ts'
import { short } from '../review/standing.ts'
import { whoIs } from '../review/who.ts'
import type { Publication, PublishedFile, PublishedWork, Tombstone } from '../site/published.ts'
import { makeSite } from '../site/site.ts'
import { judgeLink } from '../work/fields.ts'
import { openBranch } from './branch.ts'
import { madeFolders, openBytes } from './bytes.ts'
import { collectWork, compareWork, type Collected, type Refusal } from './collect.ts'
import type { Destination, Previous } from './destination.ts'
import { openFolder } from './folder.ts'
import { withoutOrphans, type LeftOut } from './lineage.ts'
import { writeManifest, type SiteFiles } from './manifest.ts'

/** How far it has come. */
export interface PublishStep {
  readonly stage: string
  readonly done: number
  readonly total: number
}

/** Makes a site of a publication in an empty folder. */
export type MakeSite = (
  publication: Publication,
  folder: string,
  options: {
    readonly signal?: AbortSignal | undefined
    readonly onProgress?: ((step: PublishStep) => void) | undefined
    /** The site as it was published before: what is the same need not be made again. */
    readonly previous?: string | undefined
  },
) => Promise<unknown>

/** What to publish, and where to. */
export interface PublishOptions {
  readonly folder: string
  /** A folder for the site; or else a branch. */
  readonly out?: string | undefined
  readonly branch?: string | undefined
  /** The repository of the branch, on this machine, bare or not; the gallery's own unless given. */
  readonly repository?: string | undefined
  /** Folders that hold what builds made, besides the gallery's own. */
  readonly from?: readonly string[] | undefined
  /** Where the site will be found; what `gallery.yaml` says unless given. */
  readonly address?: string | undefined
  /** Publishes of works that were changed what was approved of them, in place of refusing. */
  readonly keepPublished?: boolean | undefined
  /** Who publishes to a branch: `Ada Lovelace <ada@example.org>`; what Git says unless given. */
  readonly by?: string | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((step: PublishStep) => void) | undefined
}

/** What came of it. When something was refused, nothing was written. */
export interface PublishReport {
  readonly refused: readonly Refusal[]
  /** Uids of works that are on the site. */
  readonly published: readonly string[]
  /** What is not, and why. */
  readonly left: readonly LeftOut[]
  readonly tombstones: readonly string[]
  /** The commit that the site was made from. */
  readonly source?: string | undefined
  /** Whether files of the gallery differ from that commit. */
  readonly uncommitted: boolean
  /** The commit of the branch. */
  readonly commit?: string | undefined
  readonly unchanged: boolean
  /** How many files of others stayed. */
  readonly kept: number
  readonly files: number
}

/**
 * Publishes a gallery, with a site made by others.
 * @throws GalleryError when it cannot be published at all: no address, no place, files of others in the way
 */
export async function publishWith(options: PublishOptions, make: MakeSite): Promise<PublishReport> {
  const { folder, from = [], keepPublished = false, now = Date.now(), signal, onProgress } = options
  const review = await openReview({ folder, now, signal })
  const { root, config } = review
  const broken = review.problems.filter(({ file }) => file === configName)
  if (broken.length > 0) return { ...nothing, refused: broken.map(refusalOf) }
  const address = addressOf(options.address ?? config.site.address)
  const { source, uncommitted } = await sourceOf(root)
  const destination = await openDestination(options, root, messageOf(source, uncommitted))
  try {
    const checked = await checkProblems(review, options)
    const bytes = await openBytes(from, destination.previous)
    const made = await madeFolders(from, join(root, generatedFolder))
    const refused: Refusal[] = [...checked.gallery]
    const left: LeftOut[] = []
    const collected: Collected[] = []
    for (const each of review.works) {
      signal?.throwIfAborted()
      const approval = standingApproval(each)
      if (approval === undefined) {
        if (each.standing.state !== 'taken-down' && each.work !== undefined)
          left.push({ uid: each.uid, why: `it is ${each.standing.state}` })
        continue
      }
      const problems = checked.works.get(each.uid) ?? []
      const changes = await compareWork(root, each, approval, made)
      // What is wrong with bytes that were approved is wrong with them wherever they come from.
      if (problems.length + changes.length > 0 && (!keepPublished || changes.length === 0)) {
        refused.push(...problems, ...changes)
        continue
      }
      const { collected: whole, refusals } = await collectWork(root, each.uid, approval, { bytes, config, now })
      if (whole !== undefined) collected.push(whole)
      else if (keepPublished) left.push({ uid: each.uid, why: `${refusals[0]!.file} ${refusals[0]!.message}` })
      else refused.push(...refusals)
    }
    if (refused.length > 0)
      return {
        refused,
        published: [],
        left,
        tombstones: [],
        source,
        uncommitted,
        unchanged: true,
        kept: 0,
        files: 0,
      }
    const { works, left: orphans } = withoutOrphans(
      collected.map(({ work }) => work).toSorted(byDate),
      withdrawn(review),
    )
    const tombstones = tombstonesOf(review)
    const sources = sourcesOf(works, collected)
    const publication: Publication = { root, config, address, source, works, tombstones }
    let files: SiteFiles = {}
    const placed = await destination.put(async (site, others) => {
      await make(publication, site, { signal, onProgress, previous: await untouched(destination.previous) })
      await addSources(site, sources)
      // Jekyll, which hosts may run over a branch, would take the works' texts for pages of its own.
      if (!others.includes('.nojekyll')) await writeFile(join(site, '.nojekyll'), '')
      files = await writeManifest(site)
      confirm(files, works, sources)
      return files
    })
    return {
      refused,
      published: works.map(({ uid }) => uid),
      left: [...left, ...orphans],
      tombstones: tombstones.map(({ uid }) => uid),
      source,
      uncommitted,
      ...placed,
      files: Object.keys(files).length,
    }
  } finally {
    await destination.close()
  }
}

/**
 * Publishes a gallery with the site that galleries have.
 * @throws GalleryError when it cannot be published at all: no address, no place, files of others in the way
 */
export const publishGallery = (options: PublishOptions): Promise<PublishReport> => publishWith(options, makeSite)

/** The approval of a work that stands, whether or not its bytes do. */
function standingApproval({ standing: { last } }: ReviewWork): Decision | undefined {
  return last?.decision === 'approve' ? last : undefined
}

function addressOf(text: string | undefined): string {
  if (text === undefined)
    throw new GalleryError(
      `Where the site will be found is not known, which feeds and previews need: under "site:" in ${configName} add the line "  address: https://…", or give --address.`,
    )
  const verdict = judgeLink(text)
  if (verdict !== undefined) throw new GalleryError(`The address of the site: ${verdict.message} ${verdict.fix}`)
  const url = new URL(text)
  if (url.search !== '' || url.hash !== '')
    throw new GalleryError(`The address of the site, "${text}", is to be that of a folder, without "?" and "#".`)
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

/** The commit of the gallery, and whether its files are others by now. */
async function sourceOf(root: string): Promise<{ source: string | undefined; uncommitted: boolean }> {
  const git = simpleGit({ baseDir: root, maxConcurrentProcesses: 1 })
  const head = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch(() => '')
  if (head.trim() === '') return { source: undefined, uncommitted: false }
  // What others keep in the repository is not published.
  const paths = ['works', decisionsFolder, 'plugins', 'theme', configName]
  const status = await git.raw(['status', '--porcelain', '--untracked-files=all', '--', ...paths])
  return { source: head.trim(), uncommitted: status.trim() !== '' }
}

const messageOf = (source: string | undefined, uncommitted: boolean): string =>
  source === undefined
    ? 'Publish the gallery'
    : `Publish the gallery\n\nSource: ${source}${uncommitted ? '\nUncommitted changes: yes' : ''}`

async function openDestination(options: PublishOptions, root: string, message: string): Promise<Destination> {
  const { out, branch, repository = root, by } = options
  if (branch !== undefined) return openBranch({ repository, branch, person: await whoIs(root, by), message })
  if (out !== undefined) return openFolder(out, root)
  throw new GalleryError('Say where the site goes: a folder, or a branch.')
}

const nothing: Omit<PublishReport, 'refused'> = {
  published: [],
  left: [],
  tombstones: [],
  uncommitted: false,
  unchanged: true,
  kept: 0,
  files: 0,
}

const uidOf = (file: string): string => /^works\/[^/]+\/(.+)\.[^.]*$/.exec(file)?.[1] ?? ''

const refusalOf = ({ file, line, message, fix }: Problem): Refusal => ({
  uid: uidOf(file),
  file: `${file}:${line}`,
  message,
  fix,
})

/** What the check finds wrong with approved works, and with what decides about all of them. */
async function checkProblems(
  review: Review,
  { folder, now, signal, onProgress }: PublishOptions,
): Promise<{ gallery: Refusal[]; works: ReadonlyMap<string, Refusal[]> }> {
  const approved = new Set(review.works.filter(standingApproval).map(({ uid }) => uid))
  // A picture that nobody approved makes none that was approved a duplicate: what waits blocks nobody.
  const looked = (uid: string): boolean => approved.has(uid)
  const { problems } = await checkGallery({ folder, looked, now, signal, onProgress })
  const gallery: Refusal[] = []
  const works = new Map<string, Refusal[]>()
  for (const problem of problems) {
    const { file } = problem
    const uid = uidOf(file)
    const refusal = refusalOf(problem)
    if (file === configName || file.startsWith(decisionsFolder)) gallery.push(refusal)
    else works.set(uid, [...(works.get(uid) ?? []), refusal])
  }
  // A work in two places has one approval, which says which of them.
  for (const { uid } of review.works) if (!approved.has(uid)) works.delete(uid)
  return { gallery, works }
}

/** Works whose authors do not consent (any more), whatever was approved. */
const withdrawn = ({ works }: Review): ReadonlySet<string> =>
  new Set(works.filter(({ work }) => work?.text.remix === false).map(({ uid }) => uid))

function tombstonesOf({ works }: Review): Tombstone[] {
  return works
    .flatMap(({ uid, standing: { state, last } }) =>
      state === 'taken-down' && last !== undefined ? [{ uid, at: last.at, reason: last.reason }] : [],
    )
    .toSorted((one, other) => (one.uid < other.uid ? -1 : 1))
}

function byDate(one: PublishedWork, other: PublishedWork): number {
  return one.text.time - other.text.time || (one.uid < other.uid ? -1 : 1)
}

/** The folder of what was published, unless somebody changed a picture in it since: nobody approved what that shows now. */
async function untouched(previous: Previous | undefined): Promise<string | undefined> {
  for (const [path, sha256] of Object.entries(previous?.files ?? {})) {
    if (!path.startsWith('pictures/')) continue
    const found = await hashFile(join(previous!.folder, path))
    if (found !== undefined && found.sha256 !== sha256) return undefined
  }
  return previous?.folder
}

/** Files of a work that pages do not show. */
interface Sources {
  readonly uid: string
  readonly parts: readonly PublishedFile[]
}

/**
 * Texts and build records go along, so that what was approved is found again when the gallery has moved on; and so do pictures in
 * between, as long as what was made of them is published, so that its recipe can be verified.
 */
function sourcesOf(works: readonly PublishedWork[], collected: readonly Collected[]): Sources[] {
  const shown = new Set(works.flatMap(({ uid, generated }) => generated.map(({ name }) => `${uid}/${name}`)))
  return collected.map(({ work: { uid }, sources, between }) => ({
    uid,
    parts: [...sources, ...between.filter(({ of }) => shown.has(`${uid}/${of}`))],
  }))
}

async function addSources(site: string, sources: readonly Sources[]): Promise<void> {
  for (const { uid, parts } of sources)
    for (const { name, place } of parts) {
      await mkdir(join(site, 'gallery', uid), { recursive: true })
      await copyFile(place, join(site, 'gallery', uid, name))
    }
}

/** What was made is held against what was approved once more: files may have changed while it was made. */
function confirm(files: SiteFiles, works: readonly PublishedWork[], sources: readonly Sources[]): void {
  const expected = [
    ...works.map(({ uid, picture, generated }) => ({ uid, parts: [picture, ...generated] })),
    ...sources,
  ]
  for (const { uid, parts } of expected)
    for (const { name, sha256 } of parts)
      if (files[`gallery/${uid}/${name}`] !== sha256)
        throw new GalleryError(
          `gallery/${uid}/${name} did not come out as it was approved (${short(sha256)}…): it was changed while the site was made. Publish again.`,
        )
}
