import { unzlibSync } from 'fflate'
import type { HeaderFacts } from '../header.ts'
import { numberAt, textAt } from '../reader.ts'
import { exifOrientation, upright } from './exif.ts'

/** PNG (ISO 15948): IHDR, the profile in iCCP, orientation in eXIf; whole when the chain of chunks reaches IEND. */
export function pngHeader(bytes: Uint8Array): HeaderFacts | undefined {
  if (textAt(bytes, 12, 4) !== 'IHDR' || bytes.length < 33) return undefined
  const kind = bytes[25] ?? 0
  let alpha = kind === 4 || kind === 6
  let turn = upright
  let profile: Uint8Array | undefined
  let whole = false
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = numberAt(bytes, at, 4)
    const type = textAt(bytes, at + 4, 4)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (at + 12 + length > bytes.length) break
    if (type === 'tRNS') alpha = true
    if (type === 'eXIf') turn = exifOrientation(data, bytes)
    if (type === 'iCCP') profile = inflateProfile(data)
    if (type === 'IEND') whole = true
    at += 12 + length
  }
  return {
    width: numberAt(bytes, 16, 4),
    height: numberAt(bytes, 20, 4),
    depth: kind === 3 ? 8 : (bytes[24] ?? 8),
    color: kind === 0 || kind === 4 ? 'grey' : 'rgb',
    alpha,
    ...turn,
    profile,
    whole,
  }
}

/** No profile is larger; what claims to be is not inflated further. */
const mostProfileBytes = 16 << 20

function inflateProfile(data: Uint8Array): Uint8Array | undefined {
  try {
    // A fixed target: the profile's own first field says how long it is.
    const head = unzlibSync(data.subarray(data.indexOf(0) + 2), { out: new Uint8Array(4) })
    const size = numberAt(head, 0, 4)
    if (!(size >= 128 && size <= mostProfileBytes)) return undefined
    return unzlibSync(data.subarray(data.indexOf(0) + 2), { out: new Uint8Array(size) })
  } catch {
    return undefined // a damaged profile is no reason to refuse the pixels
  }
}
