/**
 * Animated WebP out of still WebP pictures.
 *
 * An animated WebP is a RIFF file: a `VP8X` chunk with the canvas and flags, an `ANIM` chunk with the number of
 * loops, an `ANMF` chunk for each frame, and metadata. The picture data inside an `ANMF` chunk is byte for byte what
 * a still WebP holds (an optional `ALPH` and a `VP8 `, or a `VP8L`), so whatever encodes stills (libwebp through
 * sharp, a canvas in a browser) encodes films, one frame in memory at a time. Every frame covers the whole canvas and
 * replaces what was there: dreamed frames differ everywhere, so differences between frames would save nothing.
 *
 * Source: the WebP container specification, developers.google.com/speed/webp/docs/riff_container.
 */

const text = (characters: string): Uint8Array => Uint8Array.from(characters, (character) => character.charCodeAt(0))
const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Flags of `VP8X` that this file sets or reads. */
const flags = { animation: 0x02, xmp: 0x04, alpha: 0x10 }

/** Bytes that stand before the first frame: RIFF header 12, `VP8X` 18, `ANIM` 14. */
export const webpHeadBytes = 44

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function chunk(name: string, ...content: Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const head = new Uint8Array(8)
  head.set(text(name))
  view(head).setUint32(4, length, true)
  return concatenate([head, ...content, new Uint8Array(length % 2)])
}

function setUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 255
  bytes[at + 1] = (value >> 8) & 255
  bytes[at + 2] = (value >> 16) & 255
}

/**
 * One frame of an animated WebP.
 *
 * @param still a whole still WebP file of the film's size.
 * @param milliseconds how long the frame is shown, 0 to 16777215.
 * @returns an `ANMF` chunk, and whether the frame has transparency.
 * @throws Error when `still` is no still WebP.
 */
export function webpFrame(
  still: Uint8Array,
  { width, height, milliseconds }: { width: number; height: number; milliseconds: number },
): { chunk: Uint8Array; alpha: boolean } {
  if (nameAt(still, 0) !== 'RIFF' || nameAt(still, 8) !== 'WEBP')
    throw new Error('A frame of an animated WebP has to be a WebP picture.')
  const pictures: Uint8Array[] = []
  let alpha = false
  for (let at = 12; at + 8 <= still.length;) {
    const name = nameAt(still, at)
    const length = view(still).getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (name === 'ALPH' || name === 'VP8 ' || name === 'VP8L') pictures.push(still.subarray(at, end))
    // A VP8L stream says in the bit after its signature byte and two 14-bit sizes whether its alpha is used.
    alpha ||= name === 'ALPH' || (name === 'VP8L' && (still[at + 12]! & 0x10) !== 0)
    at = end
  }
  if (pictures.length === 0)
    throw new Error('A frame of an animated WebP has to hold a picture; this one has none.')
  const head = new Uint8Array(16)
  setUint24(head, 6, width - 1)
  setUint24(head, 9, height - 1)
  setUint24(head, 12, milliseconds)
  head[15] = 0x02 // do not blend with the frame before
  return { chunk: chunk('ANMF', head, ...pictures), alpha }
}

/** An `XMP ` chunk with the packet as UTF-8. It comes after the last frame. */
export function webpXmp(packet: string): Uint8Array {
  return chunk('XMP ', new TextEncoder().encode(packet))
}

/**
 * The {@link webpHeadBytes} bytes before the first frame. The film loops for ever.
 *
 * @param size length of the whole file in bytes, below 4 GiB.
 */
export function webpHead(film: {
  width: number
  height: number
  alpha: boolean
  xmp: boolean
  size: number
}): Uint8Array {
  if (film.size >= 2 ** 32)
    throw new Error('A WebP film ends at 4 GiB. Write it as mp4, webm or a folder of frames.')
  const extended = new Uint8Array(10)
  extended[0] = flags.animation | (film.alpha ? flags.alpha : 0) | (film.xmp ? flags.xmp : 0)
  setUint24(extended, 4, film.width - 1)
  setUint24(extended, 7, film.height - 1)
  const riff = new Uint8Array(4)
  view(riff).setUint32(0, film.size - 8, true)
  return concatenate([text('RIFF'), riff, text('WEBP'), chunk('VP8X', extended), chunk('ANIM', new Uint8Array(6))])
}
