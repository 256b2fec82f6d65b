/**
 * A list of pictures as a source: addresses that are fetched, or files beside the list. A list may itself lie at an address,
 * and may lead on to others: pages of a feed, manifests of a IIIF collection.
 */
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { pictureFormats, sniff } from '@reverie/image'
import { CollectionError } from '../../error.ts'
import { parseJson, parseJsonRows } from '../../metadata/table.ts'
import type { Found, ProblemCode, Source, SourceFile } from '../../source.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import { isArchive } from '../zip.ts'
import { isAddress, pathsOf, type Entry, type Page } from './entry.ts'
import { readFeed } from './feed.ts'
import { isIiif, readIiif } from './iiif.ts'
import type { Memory } from './memory.ts'
import { entriesOf, readText } from './rows.ts'

/** Lists that a list may lead to, in all. */
const mostPages = 1000
/** Larger lists are refused. */
const mostBytes = 256 * 2 ** 20

const acceptList =
  'application/json, application/atom+xml, application/rss+xml, text/csv, text/plain;q=0.9, */*;q=0.5'
const acceptPicture = 'image/avif, image/webp, image/png, image/jpeg, image/*;q=0.8, */*;q=0.1'

/** What a list rests on. */
export interface ListOptions {
  /** What the source is called in the collection. */
  readonly name: string
  readonly fetcher: Fetcher
  /** Lists are fetched anew each time; what they name is not. */
  readonly lists: Fetcher
  /** What feeds have said before: they only tell of what is new. */
  readonly memory: Memory
  /** Whether pictures are asked for again, in case they changed; not unless said. */
  readonly refresh?: boolean | undefined
}

/**
 * A list of pictures.
 * @param location a file, or an address
 */
export function openListSource(location: string, options: ListOptions): Source {
  return {
    name: options.name,
    origin: { kind: 'list', location },
    list: (signal) => list(location, options, signal),
  }
}

/**
 * What a list names, without a collection: a feed tells of what it holds now, the newest first as feeds have it.
 * @param location a file, or an address
 * @param lists fetches lists
 * @throws CollectionError when it cannot be read
 */
export async function readPictureList(
  location: string,
  lists: Fetcher,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  return (await readAll(location, { lists }, signal)).entries
}

async function* list(
  location: string,
  options: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<Found, void, void> {
  const { entries, isFeed } = await readAll(location, options, signal)
  const known = isFeed ? await options.memory.add(location, entries) : entries
  if (known.length === 0)
    throw new CollectionError(
      `"${location}" names no pictures. A list has a column "url" or "filename", or is a IIIF manifest, a feed, or a text with an address in each line.`,
    )
  for (const [path, entry] of pathsOf(known)) {
    signal.throwIfAborted()
    if (isAddress(entry.where)) yield { kind: 'file', file: remoteFile(path, entry, options, signal) }
    // oxlint-disable-next-line no-await-in-loop -- listed as they are taken
    else yield await localFile(path, entry, location)
  }
}

/** All that a list names, page by page; in feeds the first of each address counts. */
async function readAll(
  location: string,
  { lists }: Pick<ListOptions, 'lists'>,
  signal: AbortSignal,
): Promise<{ entries: Entry[]; isFeed: boolean }> {
  const entries: Entry[] = []
  const seen = new Set([location])
  const waiting = [location]
  let isFeed = false
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    // oxlint-disable-next-line no-await-in-loop -- each page may name the next
    const page = await readPage(here, lists, signal)
    isFeed ||= page.isFeed
    for (const entry of page.entries) entries.push(entry)
    for (const address of page.more) {
      if (seen.has(address)) continue
      if (seen.size === mostPages) throw new CollectionError(`"${location}" leads to more than ${mostPages} lists.`)
      seen.add(address)
      waiting.push(address)
    }
  }
  return { entries, isFeed }
}

async function readPage(where: string, lists: Fetcher, signal: AbortSignal): Promise<Page & { isFeed: boolean }> {
  const remote = isAddress(where)
  const { bytes, base } = remote
    ? await lists.fetch(where, acceptList, signal).then((found) => ({ bytes: found.bytes, base: found.url }))
    : { bytes: await readFile(where), base: undefined }
  if (bytes.length > mostBytes)
    throw new CollectionError(`"${where}" is too large for a list (${bytes.length} bytes).`)
  if (isArchive(bytes))
    throw new CollectionError(`"${where}" is an archive and no list: save it to the disk and give the file.`)
  if ((pictureFormats as readonly unknown[]).includes(sniff(bytes)))
    return { entries: [{ where, about: {} }], more: [], isFeed: false }
  const start = new TextDecoder()
    .decode(bytes.subarray(0, 1000))
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start.startsWith('<')) return { ...readFeed(bytes, where, base), isFeed: true }
  if (!/^[[{]/.test(start)) return { ...readText(bytes, where, base), isFeed: false }
  const value = parseJson(bytes, where)
  const page = isIiif(value) ? readIiif(value, base) : entriesOf(parseJsonRows(bytes, where).rows, base)
  return { ...page, isFeed: /jsonfeed\.org/.test(start) }
}

function remoteFile(path: string, { where, about }: Entry, options: ListOptions, signal: AbortSignal): SourceFile {
  return {
    path,
    // What was fetched stays as it is, unless somebody wishes to look again.
    stamp: options.refresh === true ? `${where} ${Date.now()}` : where,
    bytes: undefined,
    isNamed: true,
    about,
    read: async (limit) => (await options.fetcher.fetch(where, acceptPicture, signal)).bytes.subarray(0, limit),
  }
}

async function localFile(path: string, { where, about }: Entry, list: string): Promise<Found> {
  const problem = (code: ProblemCode, message: string): Found => ({
    kind: 'problem',
    problem: { path, code, message },
  })
  if (isAddress(list) || /^[a-z][a-z0-9+.-]+:\/\//i.test(where))
    return problem(
      'unreadable',
      `"${where}" is not fetched: the addresses of a list begin with http:// or https://, and files are named by a list on this disk alone, by their paths.`,
    )
  const place = resolve(dirname(list), where)
  try {
    const facts = await stat(place)
    if (!facts.isFile()) return problem('special', `"${where}" is not a file: name each picture of it.`)
    const read = async (limit?: number): Promise<Uint8Array> => (await readFile(place)).subarray(0, limit)
    const stamp = `${facts.size}:${facts.mtimeMs}`
    return { kind: 'file', file: { path, stamp, bytes: facts.size, isNamed: true, about, read } }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? `is not there, and "${basename(list)}" names it: paths are relative to the folder of the list`
        : `cannot be read (${code ?? String(error)}): check its permissions`
    return problem('unreadable', `"${where}" ${why}.`)
  }
}
