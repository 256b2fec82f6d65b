/**
 * JPEG (ITU-T T.81): XMP in an APP1 segment. A segment holds 65,533 bytes; a longer packet goes into the numbered pieces
 * of "Extended XMP" (XMP specification, part 3, 1.1.3.1), which are named by the MD5 of the whole.
 */
import { md5 } from '@noble/hashes/legacy.js'
import { concat, fromUtf8, hasText, latin1, numberBytes, readNumber } from '../bytes.ts'
import type { Container, Content } from '../container.ts'
import { RecipeError } from '../error.ts'
import { hexadecimal } from '../sha256.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'

const standard = 'http://ns.adobe.com/xap/1.0/\0'
const extended = 'http://ns.adobe.com/xmp/extension/\0'
const mostInSegment = 65_533
const pieceSize = 65_400
const app1 = 0xe1

interface Segment {
  readonly marker: number
  /** The whole segment, marker included. */
  readonly bytes: Uint8Array
  readonly data: Uint8Array
}

export const jpeg: Container = {
  title: 'JPEG',
  matches: (bytes) => hasText(bytes, 0, '\xff\xd8\xff'),
  embed: (bytes, content) => {
    const { segments, end } = segmentsOf(bytes)
    if (bytes[end] !== 0xff || bytes[end + 1] !== 0xda)
      throw new RecipeError('The JPEG has no pixels (no scan follows its headers): write the picture again.')
    const kept = segments.filter((segment) => !isXmp(segment))
    // JFIF and Exif both ask to come first.
    let first = 0
    while (kept[first]?.marker === 0xe0 || hasText(kept[first]?.data ?? new Uint8Array(), 0, 'Exif\0')) first++
    const head = [...kept.slice(0, first).map(bytesOf), ...xmpSegments(content), ...kept.slice(first).map(bytesOf)]
    return concat([bytes.subarray(0, 2), ...head, bytes.subarray(end)])
  },
  extract: (bytes) => {
    const { segments } = segmentsOf(bytes)
    const main = segments.find((segment) => segment.marker === app1 && hasText(segment.data, 0, standard))
    if (main === undefined) return undefined
    const packet = main.data.subarray(standard.length)
    const guid = /xmpNote:HasExtendedXMP(?:="|>)([0-9A-Fa-f]{32})/.exec(fromUtf8(packet))?.[1]
    return textOfXmp(packet) ?? (guid === undefined ? undefined : textOfXmp(joined(segments, guid)))
  },
}

const bytesOf = (segment: Segment): Uint8Array => segment.bytes

function isXmp(segment: Segment): boolean {
  return segment.marker === app1 && (hasText(segment.data, 0, standard) || hasText(segment.data, 0, extended))
}

/** The segments before the first scan, and where they end. */
function segmentsOf(bytes: Uint8Array): { segments: Segment[]; end: number } {
  const segments: Segment[] = []
  let at = 2
  while (bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    const end = at + 2 + readNumber(bytes, at + 2, 2)
    if (marker === 0xda || marker === 0xd9 || !(end >= at + 4 && end <= bytes.length)) break
    segments.push({ marker, bytes: bytes.subarray(at, end), data: bytes.subarray(at + 4, end) })
    at = end
  }
  return { segments, end: at }
}

function xmpSegments({ text, digitalSource }: Content): Uint8Array[] {
  const whole = app1Segment([latin1(standard), xmpPacket(xmpElement({ text, digitalSource }))])
  if (whole.length - 2 <= mostInSegment) return [whole]
  // What is short stays in the first segment, which every reader reads.
  const element = xmpElement({ text })
  const guid = hexadecimal(md5(element)).toUpperCase()
  const note = ` xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}"`
  const segments = [app1Segment([latin1(standard), xmpPacket(xmpElement({ digitalSource }, note))])]
  for (let at = 0; at < element.length; at += pieceSize)
    segments.push(
      app1Segment([
        latin1(extended + guid),
        numberBytes(element.length, 4),
        numberBytes(at, 4),
        element.subarray(at, at + pieceSize),
      ]),
    )
  return segments
}

function app1Segment(parts: Uint8Array[]): Uint8Array {
  const data = concat(parts)
  return concat([Uint8Array.of(0xff, app1), numberBytes(data.length + 2, 2), data])
}

/** The extended packet, whose pieces may come in any order. */
function joined(segments: Segment[], guid: string): Uint8Array {
  const head = extended.length + 32
  const pieces = segments
    .filter(({ marker, data }) => marker === app1 && hasText(data, 0, extended + guid) && data.length >= head + 8)
    .map(({ data }) => ({ at: readNumber(data, head + 4, 4), bytes: data.subarray(head + 8) }))
    .sort((one, other) => one.at - other.at)
  let length = 0
  for (const piece of pieces) {
    if (piece.at !== length)
      throw new RecipeError('The recipe in this JPEG lacks a piece of its text: use another copy.')
    length += piece.bytes.length
  }
  return concat(pieces.map((piece) => piece.bytes))
}
