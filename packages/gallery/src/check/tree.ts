/**
 * What lies in a gallery's folder `works`: years, and in them pairs of a Markdown file and a picture, or a file that a
 * plug-in makes a picture of, of one name. Nothing is followed: a link in a submission can lead anywhere.
 */
import { constants, type Dirent } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { quoted } from '../characters.ts'
import type { Problem } from '../problem.ts'
import { judgeUid } from '../work/fields.ts'

/** The folder of works in a gallery's folder. */
export const worksFolder = 'works'

/** A file in a year's folder. */
export interface Entry {
  /** From the gallery's folder: `works/2026/ada-sun.jpg`. */
  readonly path: string
  readonly year: string
  readonly uid: string
  readonly name: string
  readonly bytes: number
}

/** A work's files: usually one of each. */
export interface Pair {
  readonly year: string
  readonly uid: string
  readonly text: Entry | undefined
  readonly pictures: readonly Entry[]
  /** Files that plug-ins make pictures of. */
  readonly media: readonly Entry[]
}

/** All files of a pair. */
export const filesOf = ({ text, pictures, media }: Pair): Entry[] => [
  ...(text === undefined ? [] : [text]),
  ...pictures,
  ...media,
]

/** What a file's name ends in, without the dot. */
export const endingOf = (name: string): string => /\.([^.]*)$/.exec(name)?.[1] ?? ''

const pictureName = /\.(?:jpe?g|jpe|jfif|png|apng|webp|avif|gif|tiff?|heic|heif|bmp|svg|ico|psd|jxl)$/i

/**
 * Lists works, sorted, and what is out of place.
 * @param endings of files that plug-ins make pictures of
 */
export async function listWorks(
  root: string,
  endings: { has(ending: string): boolean } = new Set<string>(),
): Promise<{ pairs: Pair[]; problems: Problem[] }> {
  const problems: Problem[] = []
  const entries: Entry[] = []
  const top = await lstat(join(root, worksFolder)).catch(() => undefined)
  if (top === undefined) return { pairs: [], problems }
  if (!top.isDirectory()) {
    problems.push(misplaced(worksFolder, top))
    return { pairs: [], problems }
  }
  for (const folder of await sorted(root, worksFolder)) {
    const path = `${worksFolder}/${folder.name}`
    if (isKept(folder)) continue
    if (!folder.isDirectory() || !/^\d{4}$/.test(folder.name)) {
      problems.push(misplaced(path, folder))
      continue
    }
    for (const file of await sorted(root, path)) {
      const inside = `${path}/${file.name}`
      if (isKept(file)) continue
      const known =
        file.isFile() &&
        (file.name.endsWith('.md') || pictureName.test(file.name) || endings.has(endingOf(file.name)))
      if (!known || file.name.startsWith('.')) {
        problems.push(misplaced(inside, file))
        continue
      }
      const uid = file.name.replace(/\.[^.]*$/, '')
      const verdict = judgeUid(uid)
      if (verdict !== undefined) problems.push({ file: inside, line: 1, ...verdict })
      const facts = await lstat(join(root, inside))
      if (facts.isFile()) entries.push({ path: inside, year: folder.name, uid, name: file.name, bytes: facts.size })
    }
  }
  return { pairs: pairsOf(entries), problems }
}

const isKept = (entry: Dirent): boolean => entry.isFile() && entry.name === '.gitkeep'

async function sorted(root: string, path: string): Promise<Dirent[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true })
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
}

function pairsOf(entries: readonly Entry[]): Pair[] {
  const byKey = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = `${entry.year}/${entry.uid}`
    byKey.set(key, [...(byKey.get(key) ?? []), entry])
  }
  return [...byKey.values()].map((group) => ({
    year: group[0]!.year,
    uid: group[0]!.uid,
    text: group.find(({ name }) => name.endsWith('.md')),
    pictures: group.filter(({ name }) => pictureName.test(name)),
    media: group.filter(({ name }) => !name.endsWith('.md') && !pictureName.test(name)),
  }))
}

/** What the plug-ins take that `init --examples` brings. */
const exampleEndings: ReadonlySet<string> = new Set(['csv', 'json', 'wav', 'link'])

/** What an entry is that has no place here. */
export function misplaced(
  file: string,
  entry: { isSymbolicLink(): boolean; isDirectory(): boolean; isFile(): boolean },
): Problem {
  if (entry.isSymbolicLink())
    return {
      file,
      line: 1,
      code: 'symlink',
      message: `${quoted(file)} is a symbolic link, and none is followed.`,
      fix: 'Put the file itself there.',
    }
  if (!entry.isDirectory() && !entry.isFile())
    return {
      file,
      line: 1,
      code: 'special-file',
      message: `${quoted(file)} is a pipe, a socket or a device.`,
      fix: 'Remove it.',
    }
  return {
    file,
    line: 1,
    code: 'stray-file',
    message: `${quoted(file)} is no part of a work: works are works/<year>/<uid>.md with a picture of the same name.`,
    fix:
      entry.isFile() && exampleEndings.has(endingOf(file))
        ? 'Remove it, or rename it; or a plug-in named in gallery.yaml can take it ("reverie gallery init --examples" brings one).'
        : 'Remove it, or rename it.',
  }
}

/**
 * Reads a file that was listed.
 * @returns undefined when it is not a file any more, grew, or cannot be read
 */
export async function readEntry(root: string, { path, bytes }: Entry): Promise<Uint8Array | undefined> {
  try {
    // Neither through a link nor waiting for a pipe: what was a file a moment ago may be either.
    const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile() || facts.size !== bytes) return undefined
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}
