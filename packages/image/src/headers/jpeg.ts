import type { HeaderFacts } from '../header.ts'
import { joinBytes, numberAt, textAt } from '../reader.ts'
import { exifOrientation, upright } from './exif.ts'

/** JPEG (ITU-T T.81): the frame header, EXIF orientation, the profile in APP2; whole when the end marker is there. */
export function jpegHeader(bytes: Uint8Array): HeaderFacts | undefined {
  let frame: Pick<HeaderFacts, 'width' | 'height' | 'depth' | 'color'> | undefined
  let turn = upright
  const profileParts = new Map<number, Uint8Array>()
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    if (marker === 0xda || marker === 0xd9) break
    const length = numberAt(bytes, at + 2, 2)
    const data = bytes.subarray(at + 4, at + 2 + length)
    if (length < 2 || at + 2 + length > bytes.length) break
    if (marker === 0xe1 && textAt(data, 0, 6) === 'Exif\0\0') turn = exifOrientation(data, bytes)
    if (marker === 0xe2 && textAt(data, 0, 12) === 'ICC_PROFILE\0')
      profileParts.set(data[12] ?? 0, data.subarray(14))
    if (isFrame(marker)) {
      const components = data[5] ?? 0
      frame = {
        depth: data[0] ?? 8,
        height: numberAt(data, 1, 2),
        width: numberAt(data, 3, 2),
        color: components === 1 ? 'grey' : components === 4 ? 'cmyk' : 'rgb',
      }
    }
    at += 2 + length
  }
  if (frame === undefined) return undefined
  const parts = [...profileParts].sort(([one], [other]) => one - other).map(([, part]) => part)
  return {
    ...frame,
    alpha: false,
    ...turn,
    profile: parts.length === 0 ? undefined : joinBytes(parts),
    whole: hasEnd(bytes, at),
  }
}

/** Start-of-frame markers: C0…CF without the tables' and the arithmetic coder's. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** Whether an end marker follows the scans that begin at `from`. In coded data a byte FF is followed by 00 or a restart marker. */
function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at >= 0;) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xd9) return true
    // Between progressive scans there are tables and scan headers, whose bytes may look like markers: step over them.
    const segment = marker >= 0xc0 && marker <= 0xfe && !(marker >= 0xd0 && marker <= 0xd8)
    at = bytes.indexOf(0xff, segment ? at + 2 + numberAt(bytes, at + 2, 2) : marker === 0xff ? at + 1 : at + 2)
  }
  return false
}
