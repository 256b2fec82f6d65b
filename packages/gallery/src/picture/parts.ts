/**
 * The parts of a picture file, and where the picture ends. Two readers of one file may not agree on what it is: what stands
 * after the end of a picture is read by whoever reads from the end (archives), and what stands between its parts by whoever
 * looks for a word (pages, scripts). So the end and the parts are known exactly here.
 */
import type { PictureFormat } from '@reverie/image'

/** A segment, chunk or block. */
export interface Part {
  /** JPEG: `FFE1`; PNG and WebP: the type; GIF: `head`, `image`, `ext-FE`, `end`. */
  readonly name: string
  /** From its first byte, and past its last. */
  readonly start: number
  readonly end: number
  /** Where its own data begin. */
  readonly data: number
}

/** A file taken apart. */
export interface Parts {
  readonly parts: readonly Part[]
  /** Past the last byte of the picture. */
  readonly end: number
}

/** Takes a file apart, or says that it cannot be: it is damaged, or of a format whose parts are not known here. */
export function partsOf(bytes: Uint8Array, format: PictureFormat): Parts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return walkers[format]?.(bytes, view)
  } catch (error) {
    if (error instanceof RangeError) return undefined // it ends within a part
    throw error
  }
}

type Walker = (bytes: Uint8Array, view: DataView) => Parts | undefined

const walkers: Readonly<Partial<Record<PictureFormat, Walker>>> = {
  jpeg: jpegParts,
  png: pngParts,
  gif: gifParts,
  webp: webpParts,
  avif: boxParts,
  heic: boxParts,
}

const letters = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** JPEG (ITU-T T.81): segments up to the first scan, then all scans as one part, to the end marker. */
function jpegParts(bytes: Uint8Array, view: DataView): Parts | undefined {
  const parts: Part[] = [{ name: 'FFD8', start: 0, end: 2, data: 2 }]
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    if (marker === 0xda) {
      const end = endOfScans(bytes, view, at)
      if (end === undefined) return undefined
      return { parts: [...parts, { name: 'FFDA', start: at, end, data: at }], end }
    }
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return undefined
    parts.push({ name: `FF${marker.toString(16).toUpperCase().padStart(2, '0')}`, start: at, end, data: at + 4 })
    at = end
  }
}

/** Past the end marker. In coded data a byte FF is followed by 00 or a restart marker. */
function endOfScans(bytes: Uint8Array, view: DataView, from: number): number | undefined {
  for (let at = from; at >= 0 && at + 1 < bytes.length;) {
    const marker = bytes[at + 1]!
    if (marker === 0xd9) return at + 2
    const segment = marker >= 0xc0 && marker <= 0xfe && !(marker >= 0xd0 && marker <= 0xd8)
    at = bytes.indexOf(0xff, segment ? at + 2 + view.getUint16(at + 2) : marker === 0xff ? at + 1 : at + 2)
  }
  return undefined
}

/** PNG (ISO 15948): chunks, to IEND. */
function pngParts(bytes: Uint8Array, view: DataView): Parts | undefined {
  const parts: Part[] = [{ name: 'signature', start: 0, end: 8, data: 8 }]
  for (let at = 8; ;) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return undefined
    const name = letters(bytes, at + 4)
    parts.push({ name, start: at, end, data: at + 8 })
    if (name === 'IEND') return { parts, end }
    at = end
  }
}

/** GIF89a: head with the global colours, extensions, images, to the trailer. */
function gifParts(bytes: Uint8Array, view: DataView): Parts | undefined {
  const table = (packed: number): number => (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0)
  const pastBlocks = (from: number): number => {
    let at = from
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at)
    return at + 1
  }
  const head = 13 + table(view.getUint8(10))
  const parts: Part[] = [{ name: 'head', start: 0, end: head, data: 13 }]
  for (let at = head; ;) {
    const kind = view.getUint8(at)
    if (kind === 0x3b) return { parts: [...parts, { name: 'end', start: at, end: at + 1, data: at }], end: at + 1 }
    if (kind !== 0x2c && kind !== 0x21) return undefined
    const data = kind === 0x21 ? at + 2 : at + 11 + table(view.getUint8(at + 9))
    const end = pastBlocks(data)
    const name =
      kind === 0x2c
        ? 'image'
        : `ext-${view
            .getUint8(at + 1)
            .toString(16)
            .toUpperCase()
            .padStart(2, '0')}`
    parts.push({ name, start: at, end, data })
    at = end
  }
}

/** WebP (RFC 9649): RIFF chunks, padded to even lengths, as far as the RIFF says. */
function webpParts(bytes: Uint8Array, view: DataView): Parts | undefined {
  const end = 8 + view.getUint32(4, true)
  const parts: Part[] = [{ name: 'RIFF', start: 0, end: 12, data: 12 }]
  for (let at = 12; at < end;) {
    const length = view.getUint32(at + 4, true)
    const next = at + 8 + length + (length % 2)
    if (next > Math.max(end, bytes.length)) return undefined
    parts.push({ name: letters(bytes, at), start: at, end: Math.min(next, bytes.length), data: at + 8 })
    at = next
  }
  return end > bytes.length ? undefined : { parts, end: Math.min(bytes.length, end + (end % 2)) }
}

/** ISO base media (AVIF): boxes, to where one stands that belongs to no picture. */
function boxParts(bytes: Uint8Array, view: DataView): Parts | undefined {
  const parts: Part[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = view.getUint32(at)
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? bytes.length - at : short
    const name = letters(bytes, at + 4)
    if (
      size < 8 ||
      at + size > bytes.length ||
      !/^(?:ftyp|meta|mdat|idat|free|skip|moov|uuid|styp|sidx)$/.test(name)
    )
      return parts.length < 2 ? undefined : { parts, end: at }
    parts.push({ name, start: at, end: at + size, data: at + (short === 1 ? 16 : 8) })
    at += size
  }
  return { parts, end: parts.at(-1)?.end ?? 0 }
}
