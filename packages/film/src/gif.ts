/**
 * Animated GIF out of still GIF pictures.
 *
 * Each still brings its own palette. Its global colour table becomes the local colour table of its frame, so every
 * frame keeps the 256 colours that suit it best, and only one frame stands in memory at a time. A frame replaces the
 * one before (disposal 1, whole canvas), unless it has transparent pixels: then the canvas is cleared first.
 *
 * Source: the GIF89a specification (CompuServe, 1990), and the NETSCAPE2.0 application extension for looping.
 */

const trailer = 0x3b
const extension = 0x21
const image = 0x2c

const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))

/** Bytes of a colour table whose size bits are the low three of `packed`; 0 when there is none. */
const tableBytes = (packed: number): number => ((packed & 0x80) !== 0 ? 3 * 2 ** ((packed & 7) + 1) : 0)

/** The offset after the chain of sub-blocks that begins at `at`. */
function afterBlocks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1
  return at + 1
}

/** The beginning of an animated GIF that loops for ever: 32 bytes. */
export function gifHead({ width, height }: { width: number; height: number }): Uint8Array {
  if (width > 65535 || height > 65535)
    throw new Error(`A GIF is at most 65535 pixels on a side, not ${width} × ${height}.`)
  const head = letters('GIF89a')
  const screen = [width & 255, width >> 8, height & 255, height >> 8, 0x70, 0, 0]
  const loop = [extension, 0xff, 11, ...letters('NETSCAPE2.0'), 3, 1, 0, 0, 0]
  return Uint8Array.from([...head, ...screen, ...loop])
}

/** The one byte that ends a GIF. */
export function gifTail(): Uint8Array {
  return Uint8Array.of(trailer)
}

/**
 * One frame of an animated GIF.
 *
 * @param still a whole GIF file with one picture.
 * @param hundredths how long the frame is shown, in hundredths of a second.
 * @throws Error when `still` is no GIF or holds no picture.
 */
export function gifFrame(still: Uint8Array, hundredths: number): Uint8Array {
  if (String.fromCharCode(...still.subarray(0, 3)) !== 'GIF')
    throw new Error('A frame of an animated GIF has to be a GIF picture.')
  const screen = still[10]!
  const global = still.subarray(13, 13 + tableBytes(screen))
  let at = 13 + global.length
  let transparent: number | undefined
  while (still[at] === extension) {
    if (still[at + 1] === 0xf9 && (still[at + 3]! & 1) !== 0) transparent = still[at + 6]!
    at = afterBlocks(still, at + 2)
  }
  if (still[at] !== image) throw new Error('A frame of an animated GIF has to hold a picture; this one has none.')
  const packed = still[at + 9]!
  const local = tableBytes(packed) > 0 ? still.subarray(at + 10, at + 10 + tableBytes(packed)) : global
  const data = at + 10 + tableBytes(packed)
  const sizeBits = tableBytes(packed) > 0 ? packed & 7 : screen & 7
  const disposal = transparent === undefined ? 1 : 2
  const control = [
    extension,
    0xf9,
    4,
    (disposal << 2) | (transparent === undefined ? 0 : 1),
    hundredths & 255,
    hundredths >> 8,
    transparent ?? 0,
    0,
  ]
  const descriptor = [...still.subarray(at, at + 9), 0x80 | (packed & 0x40) | sizeBits]
  // The picture data is one byte (the LZW code size) and then sub-blocks.
  const picture = still.subarray(data, afterBlocks(still, data + 1))
  const frame = new Uint8Array(control.length + descriptor.length + local.length + picture.length)
  frame.set(control)
  frame.set(descriptor, control.length)
  frame.set(local, control.length + descriptor.length)
  frame.set(picture, control.length + descriptor.length + local.length)
  return frame
}

/**
 * An XMP packet as an application extension. The packet stands there without sub-blocks; 258 bytes after it bring any
 * reader that expects sub-blocks to their end (XMP specification part 3, "GIF 89a").
 */
export function gifXmp(packet: string): Uint8Array {
  const content = new TextEncoder().encode(packet)
  const head = [extension, 0xff, 11, ...letters('XMP DataXMP')]
  const bytes = new Uint8Array(head.length + content.length + 258)
  bytes.set(head)
  bytes.set(content, head.length)
  bytes[head.length + content.length] = 1
  for (let value = 255, at = head.length + content.length + 1; value >= 0; value--, at++) bytes[at] = value
  return bytes
}
