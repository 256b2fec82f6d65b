/**
 * AVIF and HEIC (ISO 23008-12, annex A.3): XMP as an item of type `mime` that describes (`cdsc`) the primary item. The
 * packet goes into an `mdat` of its own at the end. The table of items grows and moves what follows it, so every offset
 * into the file is written anew.
 */
import { concat, hasText, latin1, numberBytes, readNumber, textAt } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'
import { box, boxAt, boxesOf, type Box } from './boxes.ts'
import { itemsOf, locationBytes, locationsOf, type Location } from './heif-items.ts'

const contentType = 'application/rdf+xml'

export const heif: Container = {
  title: 'AVIF',
  matches: (bytes) =>
    hasText(bytes, 4, 'ftyp') && /avif|avis|mif1|msf1|hei[cxms]|hev[cx]/.test(textAt(bytes, 8, 4)),
  embed: (bytes, content) => {
    const boxes = boxesOf(bytes)
    const meta = boxes.find(({ type }) => type === 'meta')
    const children = boxesOf(meta?.data.subarray(4) ?? new Uint8Array())
    const child = (type: string) => children.find((other) => other.type === type)?.data
    const [iinf, iloc, pitm] = [child('iinf'), child('iloc'), child('pitm')]
    if (
      meta === undefined ||
      iinf === undefined ||
      iloc === undefined ||
      pitm === undefined ||
      boxes.at(-1)?.end !== bytes.length
    )
      throw new RecipeError('The AVIF is cut off or has no table of items: write the picture again.')
    if (boxes.some(({ type }) => type === 'moov'))
      throw new RecipeError('An animated AVIF carries no recipe: write the film as WebP, GIF, MP4 or WebM.')

    const items = itemsOf(iinf)
    const old = items.find((item) => item.contentType === contentType)
    const known = locationsOf(iloc)
    const id = old?.id ?? Math.max(...items.map((item) => item.id), ...known.map((location) => location.id), 0) + 1
    const others = known.filter((location) => location.id !== id)
    const packet = xmpPacket(xmpElement(content))
    const primary = readNumber(pitm, 4, pitm[0] === 0 ? 2 : 4)
    const added =
      old === undefined ? { iinf: withItem(iinf, id), iref: withReference(child('iref'), id, primary) } : {}

    const build = (shift: number, place: number): Uint8Array => {
      const moved = others.map((location) => shifted(location, meta.end, shift, bytes.length))
      const own: Location = {
        id,
        construction: 0,
        reference: 0,
        extents: [{ offset: place, length: packet.length }],
      }
      return metaBox(meta, children, { ...added, iloc: locationBytes([...moved, own]) })
    }
    const shift = build(0, 0).length - (meta.end - meta.start)
    const place = bytes.length + shift + 8
    return concat([
      bytes.subarray(0, meta.start),
      build(shift, place),
      bytes.subarray(meta.end),
      box('mdat', packet),
    ])
  },
  extract: (bytes) => {
    const meta = boxAt(bytes, 'meta')?.subarray(4)
    const [iinf, iloc] = meta === undefined ? [] : [boxAt(meta, 'iinf'), boxAt(meta, 'iloc')]
    if (meta === undefined || iinf === undefined || iloc === undefined) return undefined
    const item = itemsOf(iinf).find((other) => other.contentType === contentType)
    const location = item === undefined ? undefined : locationsOf(iloc).find(({ id }) => id === item.id)
    if (location === undefined) return undefined
    const source = location.construction === 1 ? (boxAt(meta, 'idat') ?? new Uint8Array()) : bytes
    return textOfXmp(concat(location.extents.map(({ offset, length }) => source.subarray(offset, offset + length))))
  },
}

/** The location after what lies behind the table has moved. A length of 0 means to the end of the file, which it says then. */
function shifted(location: Location, from: number, shift: number, fileLength: number): Location {
  if (location.construction !== 0) return location
  const extents = location.extents.map(({ offset, length }) => ({
    offset: offset >= from ? offset + shift : offset,
    length: length === 0 ? fileLength - offset : length,
  }))
  return { ...location, extents }
}

function metaBox(meta: Box, children: readonly Box[], replaced: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const types = new Set(children.map(({ type }) => type))
  const parts = children.map(({ type, data }) => box(type, replaced[type] ?? data))
  const news = Object.entries(replaced).filter(([type]) => !types.has(type))
  return box('meta', meta.data.subarray(0, 4), ...parts, ...news.map(([type, data]) => box(type, data)))
}

function withItem(iinf: Uint8Array, id: number): Uint8Array {
  const wide = id > 0xffff
  const countSize = iinf[0] === 0 ? 2 : 4
  const count = readNumber(iinf, 4, countSize) + 1
  // version, flags, id, protection, type, empty name, content type
  const version = Uint8Array.of(wide ? 3 : 2, 0, 0, 0)
  const entry = box(
    'infe',
    version,
    numberBytes(id, wide ? 4 : 2),
    numberBytes(0, 2),
    latin1(`mime\0${contentType}\0`),
  )
  return concat([iinf.subarray(0, 4), numberBytes(count, countSize), iinf.subarray(4 + countSize), entry])
}

function withReference(iref: Uint8Array | undefined, from: number, to: number): Uint8Array {
  const present = iref ?? Uint8Array.of(Math.max(from, to) > 0xffff ? 1 : 0, 0, 0, 0)
  const size = present[0] === 0 ? 2 : 4
  return concat([present, box('cdsc', numberBytes(from, size), numberBytes(1, 2), numberBytes(to, size))])
}
