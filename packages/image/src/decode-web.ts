/**
 * Decoding in the browser. The platform's decoders where they equal Node's, libvips for the rest:
 *
 * | file | decoder | equals Node's |
 * |---|---|---|
 * | JPEG (not CMYK), opaque 8-bit PNG and WebP, GIF | 2D canvas | to the bit |
 * | PNG and WebP with alpha | WebGL | to the bit |
 * | 16-bit PNG | fast-png | to the bit |
 * | AVIF, 8-bit and opaque | 2D canvas | 45 dB or more (other rounding of YUV) |
 * | TIFF, CMYK, profiles of tables, AVIF of more bits or with alpha | wasm-vips | to the bit |
 * | HEIC | 2D canvas where the browser can (Safari) | not in Node |
 */
import { decodeWithPlatform } from './decode-canvas.ts'
import { decodePng } from './decode-png.ts'
import { decodeWithVips } from './decode-vips.ts'
import type { Header } from './header.ts'
import type { Decode } from './read.ts'
import type { LoadVips } from './vips-web.ts'

/** Makes a decoder that fetches libvips when first needed. */
export function createWebDecoder(load: LoadVips): Decode {
  return async (request) => {
    const { bytes, header, convert } = request
    if (header.format === 'png' && header.depth > 8 && !convert) return decodePng(bytes)
    if (!isPlatforms(header) || convert) return decodeWithVips(request, load)
    const upright = withoutOrientation(bytes, header)
    const decoded = await decodeWithPlatform(upright, `image/${header.format}`, header.alpha)
    return decoded ?? decodeWithVips(request, load)
  }
}

function isPlatforms({ format, depth, alpha }: Header): boolean {
  if (format === 'tiff') return false
  return depth <= 8 && !(format === 'avif' && alpha)
}

/** The file with its EXIF orientation neutralised: browsers differ in which formats they rotate, and cannot be told not to. */
function withoutOrientation(bytes: Uint8Array, { orientationAt }: Header): Uint8Array {
  if (orientationAt === undefined) return bytes
  const neutral = bytes.slice()
  // The field holds two bytes in either order; as 0 it is no orientation, which is upright.
  neutral.fill(0, orientationAt, orientationAt + 2)
  return neutral
}
