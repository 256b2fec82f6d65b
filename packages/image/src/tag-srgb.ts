/**
 * States that a file's values are sRGB: in PNG by the chunk `sRGB`, in JPEG, WebP and TIFF by a profile. AVIF says so in its
 * own header; GIF cannot, and is sRGB by custom.
 */
import { setTiffTag, setWebpChunk } from '@reverie/recipe'
import { joinBytes, textAt } from './reader.ts'
import { srgbProfile } from './srgb-profile.ts'

/** Length 1, type sRGB, perceptual intent, checksum. */
const srgbChunk = Uint8Array.of(0, 0, 0, 1, 0x73, 0x52, 0x47, 0x42, 0, 0xae, 0xce, 0x1c, 0xe9)
/** TIFF's tag of an ICC profile. */
const profileTag = 34_675
/** A PNG's signature and IHDR. */
const pngHead = 33

/** The file with its colour space stated. Formats that need no statement come back as they are. */
export function tagSrgb(bytes: Uint8Array, format: string): Uint8Array {
  if (format === 'png') {
    const tagged = textAt(bytes, pngHead + 4, 4) === 'sRGB'
    return tagged ? bytes : joinBytes([bytes.subarray(0, pngHead), srgbChunk, bytes.subarray(pngHead)])
  }
  if (format === 'jpeg') {
    // After JFIF's APP0, which asks to be first.
    const at = bytes[3] === 0xe0 ? 4 + (bytes[4] ?? 0) * 256 + (bytes[5] ?? 0) : 2
    const profile = srgbProfile()
    const length = profile.length + 16
    const head = [0xff, 0xe2, length >> 8, length & 255, ...new TextEncoder().encode('ICC_PROFILE\0'), 1, 1]
    return joinBytes([bytes.subarray(0, at), Uint8Array.from(head), profile, bytes.subarray(at)])
  }
  if (format === 'tiff') return setTiffTag(bytes, profileTag, 7, srgbProfile())
  return format === 'webp' ? setWebpChunk(bytes, 'ICCP', srgbProfile()) : bytes
}
