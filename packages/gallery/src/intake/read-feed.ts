/** Entries of a feed as submissions. A feed says little; what it leaves out is said for all of them, or is refused. */
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { Entry } from '@reverie/collection/node'
import { judgeLink } from '../work/fields.ts'
import type { Draft } from './draft.ts'
import { keysOf, type Fields } from './keys-of.ts'

/**
 * The submission that an entry of a feed is.
 * @param location where the feed is
 * @param unsaid what to take for keys that it does not say
 */
export async function draftOfEntry(location: string, entry: Entry, unsaid: Fields): Promise<Draft> {
  const { where, about, id = where, date = '' } = entry
  const { title = '', author = '', license = '', link = '', tags = [], year } = about
  const at = Date.parse(date)
  const words = [title, ...tags].filter((word) => word !== '').join(', ')
  const fields: Fields = {
    title,
    author,
    license,
    tags: tags.map((tag) => tag.slice(0, 40).trim()).slice(0, 32),
    website: judgeLink(link) === undefined ? link : undefined,
    date: Number.isNaN(at)
      ? year === undefined || year === null
        ? undefined
        : `${year}-01-01`
      : new Date(at).toISOString().slice(0, 10),
    alt: entry.alt ?? (unsaid['alt'] === undefined && words !== '' ? `A picture of a feed: ${words}` : undefined),
  }
  return {
    channel: 'feed',
    key: `${isAddress(location) ? location : basename(location)} ${id}`,
    at: Number.isNaN(at) || at < 0 ? undefined : at,
    keys: keysOf(fields, unsaid),
    body: '',
    picture: isAddress(where) ? { kind: 'address', address: where } : await fileBeside(location, where),
    source: judgeLink(link) === undefined ? link : undefined,
  }
}

/** Whether a feed is on the web. */
export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text)

/** A feed on this disk may name files beside it; one on the web may not. */
async function fileBeside(location: string, where: string): Promise<Draft['picture']> {
  if (isAddress(location)) return undefined
  const path = resolve(dirname(location), where)
  const bytes = await readFile(path).catch(() => undefined)
  return bytes === undefined ? undefined : { kind: 'bytes', bytes: new Uint8Array(bytes), name: basename(path) }
}
