/**
 * MP4 and QuickTime: XMP in a `uuid` box at the end of the file, where it moves nothing (XMP specification, part 3,
 * 1.2.7). The comment that ffmpeg and others write in `moov/udta/meta/ilst` is read too.
 */
import { concat, fromUtf8, hasText } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'
import { box, boxAt, boxesOf } from './boxes.ts'

const xmpUuid = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac'

export const mp4: Container = {
  title: 'MP4',
  matches: (bytes) => hasText(bytes, 4, 'ftyp'),
  embed: (bytes, content) => {
    const boxes = boxesOf(bytes)
    if (boxes.at(-1)?.end !== bytes.length || !boxes.some(({ type }) => type === 'moov'))
      throw new RecipeError('The MP4 is cut off or has no tracks: write the film again.')
    const uuid = Uint8Array.from(xmpUuid, (character) => character.charCodeAt(0))
    const kept = boxes.filter((part) => !isXmp(part)).map(({ start, end }) => bytes.subarray(start, end))
    return concat([...kept, box('uuid', uuid, xmpPacket(xmpElement(content)))])
  },
  extract: (bytes) => {
    const packet = boxesOf(bytes).find(isXmp)
    const text = packet === undefined ? undefined : textOfXmp(packet.data.subarray(16))
    return text ?? commentOf(bytes)
  },
}

function isXmp({ type, data }: { type: string; data: Uint8Array }): boolean {
  return type === 'uuid' && hasText(data, 0, xmpUuid)
}

/** The comment, when it is a recipe. */
function commentOf(bytes: Uint8Array): string | undefined {
  const meta = boxAt(bytes, 'moov', 'udta', 'meta')
  // In MP4 `meta` has a version before its boxes, in QuickTime it has not.
  const list = meta === undefined ? undefined : (boxAt(meta.subarray(4), 'ilst') ?? boxAt(meta, 'ilst'))
  const data = list === undefined ? undefined : boxAt(list, '\xa9cmt', 'data')
  const text = data === undefined ? '' : fromUtf8(data.subarray(8))
  return /^\s*\{\s*"reverie"/.test(text) ? text : undefined
}
