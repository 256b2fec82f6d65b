/** What is set by hand stays when a picture is read again. */
import type { Piece } from '../piece.ts'
import { CollectionError } from '../error.ts'
import { columnName, rowOf } from './fields.ts'
import { licenseOf } from './license.ts'
import { cleanLink, cleanText, metadataFields, parseYear, splitTags, type Metadata } from './metadata.ts'

type Described = Pick<Piece, (typeof metadataFields)[number] | 'edited'>

/**
 * A piece with what was read of it now, but for the fields that were set by hand.
 * @param piece the piece as it was stored, or none when it is new
 */
export function withReadMetadata(piece: Described | undefined, read: Required<Metadata>): Described {
  const kept = (piece?.edited ?? []).filter((field) => (metadataFields as readonly string[]).includes(field))
  const edits = Object.fromEntries(kept.map((field) => [field, piece?.[field as keyof Metadata]]))
  return { ...read, ...edits, edited: kept }
}

/**
 * A piece with fields set by hand. They are marked, so that a new import leaves them alone.
 * @param release fields that are no longer held: the next import sets them
 */
export function editMetadata<P extends Described>(piece: P, changes: Metadata, release: readonly string[] = []): P {
  const edited = new Set(piece.edited)
  for (const field of metadataFields) if (changes[field] !== undefined) edited.add(field)
  for (const field of release) edited.delete(field)
  return { ...piece, ...changes, edited: metadataFields.filter((field) => edited.has(field)) }
}

/**
 * Changes as a person writes them: `title=Two birds`, `tags=bird,pair`, `tags+=night`, `tags-=day`, `year=`.
 * @param piece what tags are added to or taken from
 * @throws CollectionError when a field is unknown or a value cannot be understood
 */
export function parseEdits(piece: Described, written: readonly string[]): Metadata {
  const changes: Metadata = {}
  for (const text of written) {
    const [, name = '', sign = '', value = ''] = /^\s*([a-z]+)\s*([+-]?)=(.*)$/is.exec(text) ?? []
    Object.assign(changes, parseEdit({ ...piece, ...changes }, name, sign, value, text))
  }
  return changes
}

function parseEdit(piece: Described, written: string, sign: string, value: string, text: string): Metadata {
  const name = columnName(written) === 'licence' ? 'license' : columnName(written)
  if (!(metadataFields as readonly string[]).includes(name))
    throw new CollectionError(
      `"${text}" sets no field: write field=value, where field is ${metadataFields.join(', ')}.`,
    )
  if (sign !== '' && name !== 'tags')
    throw new CollectionError(`"${text}" adds to "${name}": only tags can be added to and taken from.`)
  if (name === 'tags') {
    const given = splitTags(value)
    const lower = new Set(given.map((tag) => tag.toLowerCase()))
    const others = piece.tags.filter((tag) => !lower.has(tag.toLowerCase()))
    return { tags: sign === '' ? given : sign === '+' ? [...others, ...given] : others }
  }
  if (name === 'year') return { year: demand(value, parseYear(value), text, 'a year such as 1889 or -44') }
  if (name === 'link')
    return { link: demand(value, cleanLink(value) || null, text, 'an address with http(s)') ?? '' }
  return name === 'license' ? { license: licenseOf(value) } : { [name]: cleanText(value) }
}

function demand<T>(value: string, read: T | null, text: string, expected: string): T | null {
  if (read === null && value.trim() !== '') throw new CollectionError(`"${text}": expected ${expected}.`)
  return read
}

/**
 * Changes from a row of an edited table: fields of the piece that the row has and that differ.
 * @param row a record by column names, as they were exported
 */
export function editsFromRow(piece: Described, row: object): Metadata {
  const record = rowOf(row)
  const texts = metadataFields.flatMap((field) => {
    const value = record.get(columnName(field)) ?? (field === 'license' ? record.get('licence') : undefined)
    return typeof value === 'string' || typeof value === 'number' ? [`${field}=${value}`] : []
  })
  const read = parseEdits(piece, texts)
  return Object.fromEntries(
    Object.entries(read).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(piece[field as 'title']),
    ),
  ) as Metadata
}
