/**
 * Brings over a gallery in the seed's layout. The checkout is only read; in the gallery nothing is overwritten, so that the
 * import can be given again. What cannot become a work goes into the folder `imported` under its own path.
 */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { pictureFormats, sniff, type PictureFormat } from '@reverie/image'
import { writeFileAtomic } from '@reverie/recipe/node'
import { openGallery } from '../check/gallery.ts'
import { quoted } from '../characters.ts'
import { cleanPicture } from '../clean/clean-picture.ts'
import { GalleryError } from '../error.ts'
import { findSpdx } from '../license/spdx.ts'
import { extensions } from '../picture/judge-picture.ts'
import { inOrder, printable, type Fault, type Problem } from '../problem.ts'
import { decodeText } from '../text.ts'
import { judgeUid, suggestUid } from '../work/fields.ts'
import { convertWork, writeWork, type Unsaid } from './convert.ts'
import { listSeed, readSeed, type SeedFiles } from './seed-files.ts'

/** What to bring over. */
export interface ImportOptions extends Unsaid {
  readonly checkout: string
  /** A gallery. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
}

/** What was brought over. */
export interface ImportReport {
  /** Works, by the path of their Markdown in the checkout and in the gallery. */
  readonly works: readonly { readonly from: string; readonly to: string }[]
  /** Works that were there already, and stayed as they were. */
  readonly kept: readonly string[]
  /** Files that became no work, where they are now. */
  readonly left: readonly string[]
  /** What was wrong in the checkout; `fix` says what was done or is to be done. */
  readonly problems: readonly Problem[]
}

/** The longest Markdown that is read, in bytes. */
const mostText = 1_000_000

/**
 * Imports a gallery.
 * @throws GalleryError when the checkout or the folder is none, or the licence is no identifier
 */
export async function importGallery({
  checkout,
  folder,
  license,
  remix,
  signal,
}: ImportOptions): Promise<ImportReport> {
  if (license !== undefined && !findSpdx(license).known) {
    const { meant } = findSpdx(license)
    throw new GalleryError(
      `${quoted(license)} is no SPDX identifier of a licence: ${meant === undefined ? 'see https://spdx.org/licenses' : `is ${meant} meant?`}`,
    )
  }
  const { root, close } = await openGallery({ folder })
  await close()
  const seed = await listSeed(checkout)
  const state: State = {
    root,
    seed,
    unused: new Set(seed.pictures),
    taken: new Map(),
    works: [],
    kept: [],
    left: [],
    problems: [],
  }
  for (const file of seed.odd)
    state.problems.push({
      file,
      line: 1,
      code: 'symlink',
      message: 'It is a link, a pipe or a device.',
      fix: 'It was left where it is.',
    })
  for (const file of seed.texts) {
    signal?.throwIfAborted()
    await importWork(state, file, { license, remix })
  }
  for (const file of state.unused) {
    signal?.throwIfAborted()
    state.problems.push({
      file,
      line: 1,
      code: 'missing-text',
      message: 'The picture belongs to no work.',
      fix: `It was put into imported/${file}.`,
    })
    await setAside(state, file)
  }
  const { works, kept, left, problems } = state
  return { works, kept, left, problems: inOrder(problems.map(printable)) }
}

interface State {
  readonly root: string
  readonly seed: SeedFiles
  /** Pictures that no work has named yet. */
  readonly unused: Set<string>
  /** Uids of this import, and the Markdown that they came from. */
  readonly taken: Map<string, string>
  readonly works: { from: string; to: string }[]
  readonly kept: string[]
  readonly left: string[]
  readonly problems: Problem[]
}

async function importWork(state: State, file: string, unsaid: Unsaid): Promise<void> {
  const tell = (faults: readonly Fault[]): void =>
    void state.problems.push(...faults.map((fault) => ({ file, ...fault })))
  const giveUp = async (code: Problem['code'], message: string): Promise<void> => {
    tell([{ line: 1, code, message, fix: `It was put into imported/${file}.` }])
    await setAside(state, file)
  }
  const bytes = await readSeed(state.seed.root, file)
  if (bytes === undefined) return giveUp('unreadable', 'The file cannot be read.')
  const { text, faults } = decodeText(bytes, mostText)
  tell(faults)
  if (text === undefined) return giveUp('unreadable', 'The file is no text that can be read.')
  const name = file.slice(file.lastIndexOf('/') + 1, -'.md'.length)
  const uid = chooseUid(state, file, name, tell)
  const converted = convertWork(text, name, unsaid)
  tell(converted.faults)
  if (!('keys' in converted)) return giveUp('missing-delimiter', 'The file holds no keys that can be read.')
  const picture = await findPicture(state.seed, converted.image, file, name)
  if (picture === undefined) return giveUp('missing-image', `Its picture ${quoted(converted.image)} is not there.`)
  state.unused.delete(picture.path)
  if (picture.path !== `${state.seed.images}/${converted.image}`)
    tell([
      {
        line: 1,
        code: 'image-name',
        message: `Its picture ${quoted(converted.image)} is not there.`,
        fix: `${picture.path} was taken, which has its name.`,
      },
    ])
  const format = sniff(picture.bytes)
  if (format === undefined || !(pictureFormats as readonly string[]).includes(format)) {
    state.unused.add(picture.path)
    return giveUp('not-a-picture', `Its picture ${quoted(converted.image)} is none.`)
  }
  const clean = await cleanPicture(picture.bytes)
  if (clean !== undefined)
    state.problems.push({
      file: picture.path,
      line: 1,
      code: 'private-metadata',
      message: 'The picture holds more than itself (EXIF and the like).',
      fix: 'That was taken out, without touching the pixels.',
    })
  const image = `${uid}.${extensions[format as PictureFormat][0]!}`
  if (picture.path.slice(picture.path.lastIndexOf('/') + 1) !== image)
    tell([
      {
        line: 1,
        code: 'image-name',
        message: `Its picture is called ${quoted(picture.path)}.`,
        fix: `It became ${image}.`,
      },
    ])
  const inFolder = /\/(\d{4})\/[^/]*$/.exec(file)?.[1]
  const year = converted.date?.slice(0, 4) ?? inFolder ?? String(new Date().getUTCFullYear())
  if (inFolder !== undefined && inFolder !== year)
    tell([
      {
        line: 1,
        code: 'year',
        message: `The work lies in ${inFolder} and is of ${year}.`,
        fix: `It was put into ${year}.`,
      },
    ])
  const to = `works/${year}/${uid}.md`
  if (await isThere(join(state.root, to))) {
    state.kept.push(to)
    return
  }
  const place = join(state.root, `works/${year}/${image}`)
  if (!(await isThere(place))) await writeFileAtomic(place, clean ?? picture.bytes)
  await writeFileAtomic(
    join(state.root, to),
    new TextEncoder().encode(writeWork({ ...converted.keys, image }, converted.body)),
  )
  state.works.push({ from: file, to })
}

/** The name without its ending — the whole ending once, and no letters of the name. */
function chooseUid(state: State, file: string, name: string, tell: (faults: readonly Fault[]) => void): string {
  const good = judgeUid(name) === undefined ? name : suggestUid(name)
  let uid = good
  for (let number = 2; state.taken.has(uid); number++) uid = `${good}-${number}`
  if (good !== name)
    tell([{ line: 1, code: 'uid', message: `${quoted(name)} is no uid.`, fix: `It became ${uid}.` }])
  else if (uid !== name)
    tell([
      { line: 1, code: 'uid-taken', message: `${state.taken.get(name)!} has this uid.`, fix: `It became ${uid}.` },
    ])
  state.taken.set(uid, file)
  return uid
}

/** The picture that a work names, or one that has its name. Only files that were listed are taken, so no path leads elsewhere. */
async function findPicture(
  { root, images, pictures }: SeedFiles,
  image: string,
  file: string,
  name: string,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  const year = /\/(\d{4})\/[^/]*$/.exec(file)?.[1]
  const stem = `${images}/${year === undefined ? '' : `${year}/`}${name}.`
  const path =
    pictures.find((each) => each === `${images}/${image}`) ?? pictures.find((each) => each.startsWith(stem))
  const bytes = path === undefined ? undefined : await readSeed(root, path)
  return path === undefined || bytes === undefined ? undefined : { path, bytes }
}

/** Keeps a file that became no work. */
async function setAside({ root, seed, left }: State, file: string): Promise<void> {
  const to = `imported/${file}`
  const bytes = await readSeed(seed.root, file)
  if (bytes === undefined) return
  if (!(await isThere(join(root, to)))) await writeFileAtomic(join(root, to), (await cleanPicture(bytes)) ?? bytes)
  left.push(to)
}

const isThere = async (path: string): Promise<boolean> => (await lstat(path).catch(() => undefined)) !== undefined
