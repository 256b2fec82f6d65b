/**
 * WebM and Matroska (RFC 9559): a tag `REVERIE` in `Tags` at the end of the segment. Also reads the tag `COMMENT`, which
 * is what ffmpeg makes of a comment.
 */
import { concat, fromUtf8, hasText, latin1, numberBytes, readNumber, utf8 } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'

const id = {
  segment: 0x1853_8067,
  cluster: 0x1f43_b675,
  tags: 0x1254_c367,
  tag: 0x7373,
  targets: 0x63c0,
  simple: 0x67c8,
  name: 0x45a3,
  text: 0x4487,
} as const
const tagName = 'REVERIE'

interface Element {
  readonly id: number
  readonly start: number
  /** Where the content begins. */
  readonly from: number
  readonly end: number
  /** Bytes of the size field; undefined size when `unknown`. */
  readonly sizeLength: number
  readonly unknown: boolean
}

export const webm: Container = {
  title: 'WebM',
  matches: (bytes) => hasText(bytes, 0, '\x1aE\xdf\xa3'),
  embed: (bytes, { text }) => {
    const segment = segmentOf(bytes)
    if (segment === undefined) throw new RecipeError('The WebM has no segment: write the film again.')
    const children = elementsOf(bytes, segment.from, segment.end)
    if (children.at(-1)?.end !== segment.end) throw new RecipeError('The WebM is cut off: write the film again.')
    const old = children.filter((child) => child.id === id.tags && textIn(bytes, child, tagName) !== undefined)
    const tags = tagsElement(text)
    // What lies before the old tags keeps its place, so that seek positions stay true.
    if (
      old.some(
        (child) =>
          child.end !== segment.end && children.some((other) => other.start > child.start && other.id !== id.tags),
      )
    )
      throw new RecipeError('The WebM has a recipe in its midst that cannot be replaced: write the film again.')
    const end = Math.min(segment.end, ...old.map((child) => child.start))
    const body = concat([bytes.subarray(segment.from, end), tags])
    const size = segment.unknown
      ? bytes.subarray(segment.from - segment.sizeLength, segment.from)
      : sizeField(body.length, segment.sizeLength)
    return concat([bytes.subarray(0, segment.from - segment.sizeLength), size, body, bytes.subarray(segment.end)])
  },
  extract: (bytes) => {
    const segment = segmentOf(bytes)
    if (segment === undefined) return undefined
    const tags = elementsOf(bytes, segment.from, segment.end).filter((child) => child.id === id.tags)
    const texts = [tagName, 'COMMENT'].flatMap((name) => tags.map((child) => textIn(bytes, child, name)))
    return texts.find((text) => text !== undefined)
  },
}

function segmentOf(bytes: Uint8Array): Element | undefined {
  return elementsOf(bytes, 0, bytes.length).find((element) => element.id === id.segment)
}

/** The elements in a range, as far as they are whole. One of unknown size ends with the range (clusters: at the next). */
function elementsOf(bytes: Uint8Array, from: number, end: number): Element[] {
  const elements: Element[] = []
  for (let at = from; at < end;) {
    const element = elementAt(bytes, at, end)
    if (element === undefined) break
    elements.push(element)
    at = element.end
  }
  return elements
}

function elementAt(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const idLength = Math.clz32(bytes[at] ?? 0) - 23
  const sizeAt = at + idLength
  const sizeLength = Math.clz32(bytes[sizeAt] ?? 0) - 23
  if (idLength > 4 || sizeLength > 8 || sizeAt + sizeLength > limit) return undefined
  // The first byte's leading one marks the length. It is masked before, not after: 2⁵⁶ and a size is no exact double.
  const mask = 0xff >> sizeLength
  const stated =
    ((bytes[sizeAt] ?? 0) & mask) * 256 ** (sizeLength - 1) + readNumber(bytes, sizeAt + 1, sizeLength - 1)
  const unknown =
    bytes.subarray(sizeAt + 1, sizeAt + sizeLength).every((byte) => byte === 255) &&
    ((bytes[sizeAt] ?? 0) & mask) === mask
  const from = sizeAt + sizeLength
  const number = readNumber(bytes, at, idLength)
  const end = !unknown ? from + stated : number === id.cluster ? endOfCluster(bytes, from, limit) : limit
  if (!(end <= limit)) return undefined
  return { id: number, start: at, from, end, sizeLength, unknown }
}

/** A live cluster ends where an element of the segment's level begins: their identifiers have four bytes. */
function endOfCluster(bytes: Uint8Array, from: number, limit: number): number {
  let at = from
  while (at < limit && (bytes[at] ?? 0) >> 4 !== 1) {
    const child = elementAt(bytes, at, limit)
    if (child === undefined || child.unknown) return limit
    at = child.end
  }
  return at
}

/** The text of the first simple tag of a name that is a recipe. */
function textIn(bytes: Uint8Array, tags: Element, sought: string): string | undefined {
  const inside = (parent: Element, child: number) =>
    elementsOf(bytes, parent.from, parent.end).filter((element) => element.id === child)
  for (const tag of inside(tags, id.tag))
    for (const simple of inside(tag, id.simple)) {
      const [name] = inside(simple, id.name)
      const [text] = inside(simple, id.text)
      if (name === undefined || text === undefined || fromUtf8(bytes.subarray(name.from, name.end)) !== sought)
        continue
      const content = fromUtf8(bytes.subarray(text.from, text.end))
      if (/^\s*\{\s*"reverie"/.test(content)) return content
    }
  return undefined
}

function tagsElement(text: string): Uint8Array {
  const simple = element(id.simple, 2, element(id.name, 2, latin1(tagName)), element(id.text, 2, utf8(text)))
  return element(id.tags, 4, element(id.tag, 2, element(id.targets, 2), simple))
}

function element(number: number, idLength: number, ...parts: Uint8Array[]): Uint8Array {
  const data = concat(parts)
  return concat([numberBytes(number, idLength), sizeField(data.length, 8), data])
}

/** @throws RecipeError when the size does not fit in the field's length */
function sizeField(size: number, length: number): Uint8Array {
  if (size >= 2 ** (7 * length) - 1)
    throw new RecipeError('The WebM leaves no room for a larger size: write the film again.')
  const field = numberBytes(size, length)
  field[0] = (field[0] ?? 0) | (0x80 >> (length - 1))
  return field
}
