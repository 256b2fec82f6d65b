/**
 * A folder as a source. Links to files inside it are further paths of the file; links to folders inside it are not
 * entered, since what they lead to is visited where it lies, so loops cannot be; what leads outside is refused, so that a
 * folder from elsewhere cannot pull in the rest of the disk. Names that begin with a dot are left out, and so is what
 * collections keep of themselves, such as thumbnails, where one lies among the pictures.
 */
import { constants } from 'node:fs'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { CollectionError } from '../error.ts'
import { isCollection, isOwnPart } from '../files/own-parts.ts'
import { nameToText, textToName } from './path-text.ts'
import type { Found, Source, SourceFile } from '../source.ts'

/** Folders deeper than this are refused: the longest path that systems take has about 2,000 parts. */
const DEEPEST = 1000

/**
 * A folder of pictures, with all folders in it.
 * @param except the collection: not entered when it lies inside, and without what is its own when it is this very folder
 * @throws CollectionError when it is not a folder that can be read
 */
export async function openFolderSource(folder: string, name: string, except?: string): Promise<Source> {
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined || !(await stat(root)).isDirectory())
    throw new CollectionError(`There is no folder "${folder}": give the folder that holds the pictures.`)
  const skipped = except === undefined ? undefined : await realpath(except).catch(() => resolve(except))
  return {
    name,
    origin: { kind: 'folder', location: root },
    list: (signal) => walk({ root, skipped, signal }, '', 0),
    find: async (path) => {
      const found = await look({ root, skipped, signal: new AbortController().signal }, path).catch(() => undefined)
      return typeof found === 'object' && found.kind === 'file' ? found.file : undefined
    },
  }
}

interface Walk {
  readonly root: string
  readonly skipped: string | undefined
  readonly signal: AbortSignal
}

async function* walk(context: Walk, folder: string, depth: number): AsyncGenerator<Found, void, void> {
  const names = await namesIn(context, folder).catch((error: unknown) => error as Error)
  if (names instanceof Error) {
    yield problem(folder, 'unreadable', `The folder "${folder}" cannot be read (${reasonOf(names)}).`)
    return
  }
  if (depth > DEEPEST) {
    yield problem(folder, 'unreadable', `The folder "${folder.slice(0, 60)}…" lies too deep (${depth} folders).`)
    return
  }
  for (const name of names) {
    context.signal.throwIfAborted()
    const path = folder === '' ? name : `${folder}/${name}`
    try {
      const found = await look(context, path)
      if (found === 'folder') yield* walk(context, path, depth + 1)
      else if (found !== undefined) yield found
    } catch (error) {
      if (context.signal.aborted) throw error
      yield problem(path, 'unreadable', `"${path}" cannot be read (${reasonOf(error)}).`)
    }
  }
}

/** Sorted, so that runs see the same order on every system. */
async function namesIn({ root, skipped }: Walk, folder: string): Promise<string[]> {
  const place = locate(root, folder)
  const names = (await readdir(place, { encoding: 'buffer' }))
    .map(nameToText)
    .filter((name) => !name.startsWith('.'))
    .sort()
  const holdsCollection = isSame(place, skipped) || isCollection(names)
  return holdsCollection ? names.filter((name) => !isOwnPart(name)) : names
}

const isSame = (place: Buffer, folder: string | undefined): boolean =>
  folder !== undefined && place.equals(Buffer.from(folder))

async function look(context: Walk, path: string): Promise<Found | 'folder' | undefined> {
  const { root, skipped } = context
  const place = locate(root, path)
  const facts = await lstat(place)
  if (facts.isDirectory()) return isSame(place, skipped) ? undefined : 'folder'
  if (facts.isFile()) return { kind: 'file', file: fileAt(place, path, facts) }
  if (facts.isSymbolicLink()) return followLink(context, place, path)
  return problem(path, 'special', `"${path}" is a pipe, a socket or a device and not a file.`)
}

async function followLink({ root }: Walk, place: Buffer, path: string): Promise<Found | undefined> {
  const target = await realpath(place, { encoding: 'buffer' }).catch((error: unknown) => error as Error)
  if (target instanceof Error) {
    const code = (target as NodeJS.ErrnoException).code
    const why = code === 'ELOOP' ? 'leads in a circle' : 'leads to nothing'
    return problem(path, 'link', `"${path}" is a link that ${why}: remove it or mend it.`)
  }
  const prefix = Buffer.from(root.endsWith(sep) ? root : root + sep)
  if (
    !Buffer.concat([target, Buffer.from(sep)])
      .subarray(0, prefix.length)
      .equals(prefix)
  )
    return problem(path, 'link', `"${path}" is a link that leads out of the folder: copy the file into it.`)
  const facts = await stat(target)
  if (facts.isDirectory()) return undefined
  if (!facts.isFile()) return problem(path, 'special', `"${path}" is a link to a pipe, a socket or a device.`)
  const linkTo = target
    .subarray(prefix.length)
    .toString('latin1')
    .split(sep)
    .map((part) => nameToText(Buffer.from(part, 'latin1')))
    .join('/')
  const hidden = linkTo.split('/').some((part) => part.startsWith('.'))
  const file = fileAt(target, path, facts)
  return { kind: 'file', file: hidden ? file : { ...file, linkTo } }
}

function fileAt(place: Buffer, path: string, facts: { size: number; mtimeMs: number }): SourceFile {
  return {
    path,
    bytes: facts.size,
    stamp: `${facts.size}:${facts.mtimeMs}`,
    read: async (limit) => readUpTo(place, limit ?? facts.size),
  }
}

/** Not more than the size that was seen: a file that grows meanwhile does not fill the memory. */
async function readUpTo(place: Buffer, size: number): Promise<Uint8Array> {
  // Without waiting: what was a file a moment ago may be a pipe that nobody writes to.
  const file = await open(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const bytes = new Uint8Array(size)
    let at = 0
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, size - at)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return bytes.subarray(0, at)
  } finally {
    await file.close()
  }
}

/** The place of a path on the disk. */
function locate(root: string, path: string): Buffer {
  return path === ''
    ? Buffer.from(root)
    : Buffer.concat([Buffer.from(root.endsWith(sep) ? root : root + sep), textToName(path)])
}

const problem = (path: string, code: 'unreadable' | 'link' | 'special', message: string): Found => ({
  kind: 'problem',
  problem: { path, code, message },
})

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
