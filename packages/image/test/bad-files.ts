/** Files that cannot be read, and what is said of each. */
import { rgb } from './fixtures.ts'

const text = (content: string) => new TextEncoder().encode(content)

/** The beginning of a PNG of a stated size. */
const pngHead = (width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])
  bytes.set(text('IHDR'), 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  bytes.set([8, 2, 0, 0, 0], 24)
  return bytes
}

const whole = async (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif') =>
  new Uint8Array(await rgb().toFormat(format).toBuffer())
const cut = async (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif', share = 0.6) => {
  const bytes = await whole(format)
  return bytes.subarray(0, Math.floor(bytes.length * share))
}
const broken = async () => {
  const bytes = await whole('png')
  return bytes.fill(0x55, 200, 2000)
}

/** A HEIC as far as its boxes say: an AVIF whose brand and item claim HEVC. */
const heic = async () => {
  const bytes = Buffer.from(await whole('avif'))
  const replace = (from: string, to: string) => {
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1')
  }
  replace('avif', 'heic')
  replace('av01', 'hvc1')
  replace('av1C', 'hvcC')
  return new Uint8Array(bytes)
}

/** `name → [bytes, sentence]`. */
export async function badFiles(): Promise<Record<string, [Uint8Array, string | RegExp]>> {
  return {
    'empty.png': [
      new Uint8Array(),
      '"empty.png" is empty (0 bytes): expected a PNG, JPEG, WebP, AVIF, TIFF or GIF file. Use another copy of it.',
    ],
    'bomb.png': [
      pngHead(30_000, 30_000),
      '"bomb.png" says it is 30000 × 30000, 900 million pixels, and at most 268 million are read: make it smaller first.',
    ],
    'nothing.png': [pngHead(0, 100), '"nothing.png" has no pixels (0 × 100): use another copy of it.'],
    'drawing.svg': [
      text('<?xml version="1.0"?>\n<!-- a comment -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
      '"drawing.svg" is an SVG drawing, and Reverie works on pixels: rasterise it first (export it as PNG).',
    ],
    'disguised.jpg': [
      text('<svg width="10" height="10"></svg>'),
      '"disguised.jpg" is an SVG drawing, and Reverie works on pixels: rasterise it first (export it as PNG).',
    ],
    'paper.pdf': [text('%PDF-1.7\n'), '"paper.pdf" is a PDF document: export the page you want as PNG.'],
    'film.mp4': [
      text('\0\0\0\x18ftypisom\0\0\0\0isomavc1'),
      '"film.mp4" is a video: pick a frame and save it as PNG, or use a command that takes films.',
    ],
    'page.html': [
      text('<!doctype html><title>404</title>'),
      '"page.html" is a web page and not a picture: save the picture itself as PNG, JPEG, WebP, AVIF, TIFF or GIF.',
    ],
    'notes.txt': [
      text('It is in the blue folder.'),
      '"notes.txt" is text and not a picture: give a PNG, JPEG, WebP, AVIF, TIFF or GIF file.',
    ],
    'random.bin': [
      Uint8Array.of(1, 2, 3, 4, 5),
      '"random.bin" is not a picture that Reverie knows (its 5 bytes begin with 01 02 03 04): give a PNG, JPEG, WebP, AVIF, TIFF or GIF file.',
    ],
    'phone.heic': [
      await heic(),
      /^"phone.heic" is a HEIC picture, whose coding \(HEVC\) cannot be read here: save it as JPEG, PNG or AVIF/,
    ],
    'stub.heic': [
      text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
      '"stub.heic" is a HEIC whose header is damaged or cut off: use another copy of it.',
    ],
    'cut.jpg': [
      await cut('jpeg'),
      /^"cut.jpg" is cut off: its JPEG data ends after \d+ bytes, before the picture does. Use a complete copy.$/,
    ],
    'cut-in-header.jpg': [
      await cut('jpeg', 0.005),
      '"cut-in-header.jpg" is a JPEG whose header is damaged or cut off: use another copy of it.',
    ],
    'cut.png': [await cut('png'), /^"cut.png" is cut off/],
    'cut.webp': [await cut('webp'), /^"cut.webp" is cut off/],
    'cut.gif': [await cut('gif'), /^"cut.gif" is cut off/],
    'cut.tif': [await cut('tiff'), /^"cut.tif" is (?:cut off|a TIFF whose header is damaged or cut off)/],
    'cut.avif': [await cut('avif'), /^"cut.avif" is cut off/],
    'broken.png': [
      await broken(),
      /^"broken.png" is a PNG that cannot be decoded \(.+\): use another copy of it, or save it again.$/,
    ],
  }
}
