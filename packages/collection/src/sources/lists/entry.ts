import { createHash } from 'node:crypto'
import type { Metadata } from '../../metadata/metadata.ts'

/** A picture that a list names. */
export interface Entry {
  /** An absolute address, or a path as it is written. */
  readonly where: string
  readonly about: Metadata
  /** What a feed calls the entry, for as long as it has it; undefined where it does not say. */
  readonly id?: string
  /** When a feed says that it was published, as it is written. */
  readonly date?: string
  /** What a feed says that is to be seen. */
  readonly alt?: string
}

/** A page of a list: its pictures, and where more is to be found. */
export interface Page {
  readonly entries: readonly Entry[]
  /** Addresses of further pages or lists. */
  readonly more: readonly string[]
}

/** Whether something written is an address. */
export const isAddress = (where: string): boolean => /^https?:\/\//i.test(where)

/** An address as it is meant by what was read from another. */
export function absolute(where: string, base: string): string {
  return URL.canParse(where, base) ? new URL(where, base).href : ''
}

/**
 * A path for each entry: the file name, with letters of a hash of its address where several have the same. Each depends on
 * the others no more than that, so that a list which grows leaves the paths alone that it had.
 * @returns paths, unique but for entries of the same address, which come once
 */
export function pathsOf(entries: readonly Entry[]): Map<string, Entry> {
  const unique = new Map<string, Entry>()
  for (const entry of entries) if (!unique.has(entry.where)) unique.set(entry.where, entry)
  const counts = new Map<string, number>()
  for (const where of unique.keys()) {
    const name = nameOf(where).toLowerCase()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return new Map(
    [...unique.values()].map((entry) => {
      const name = nameOf(entry.where)
      if (counts.get(name.toLowerCase()) === 1) return [name, entry]
      const hash = createHash('sha256').update(entry.where).digest('hex').slice(0, 12)
      return [name.replace(/(?=\.[^.]*$)|$/, `~${hash}`), entry]
    }),
  )
}

/** The last part of an address or a path, fit for a file name. */
function nameOf(where: string): string {
  const path = isAddress(where) && URL.canParse(where) ? new URL(where).pathname : where
  const last = path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  return (
    decoded(last)
      .replace(/[\p{Cc}\\/]/gu, '_')
      .replace(/^\.+/, '')
      .slice(-100) || 'picture'
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
