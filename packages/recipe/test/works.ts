/** A small file of every format that carries a recipe. */
import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'

const file = async (name: string) => new Uint8Array(await readFile(new URL(`./files/${name}`, import.meta.url)))

const pixels = Uint8Array.from({ length: 16 * 12 * 4 }, (_, at) => (at * 89) % 256)
const rgba = () => sharp(pixels, { raw: { width: 16, height: 12, channels: 4 } })
const rgb = () => rgba().removeAlpha()
const bytesOf = async (image: Sharp) => new Uint8Array(await image.toBuffer())
const frames = () =>
  sharp(
    Uint8Array.from({ length: 3 * 8 * 8 * 4 }, (_, at) => (at % 4 === 3 ? 255 : Math.floor(at / 256) * 90)),
    {
      raw: { width: 8, height: 24, channels: 4, pageHeight: 8 },
    },
  )

/** Pictures, which sharp can read back. */
export const pictures: Readonly<Record<string, Uint8Array>> = {
  'rgb.png': await bytesOf(rgb().png()),
  'palette.png': await bytesOf(rgba().png({ palette: true })),
  'xmp.png': await bytesOf(rgb().withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').png()),
  'plain.jpg': await bytesOf(rgb().jpeg()),
  'exif.jpg': await bytesOf(
    rgb()
      .withExif({ IFD0: { Artist: 'A' } })
      .withIccProfile('p3')
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg(),
  ),
  'lossy.webp': await bytesOf(rgb().webp()),
  'lossless.webp': await bytesOf(rgba().webp({ lossless: true })),
  'alpha.webp': await bytesOf(rgba().webp()),
  'exif.webp': await bytesOf(
    rgb()
      .withExif({ IFD0: { Artist: 'A' } })
      .webp(),
  ),
  'animated.webp': await bytesOf(frames().webp()),
  'rgb.avif': await bytesOf(rgb().avif()),
  'alpha.avif': await bytesOf(rgba().avif()),
  'exif.avif': await bytesOf(
    rgb()
      .withExif({ IFD0: { Artist: 'A' } })
      .avif(),
  ),
  'plain.gif': await bytesOf(rgb().gif()),
  'animated.gif': await bytesOf(frames().gif()),
  'deflate.tif': await bytesOf(rgb().tiff({ compression: 'deflate' })),
  'big.tif': await bytesOf(rgb().tiff({ bigtiff: true })),
}

/** Films. */
const films: Readonly<Record<string, Uint8Array>> = {
  'tiny.mp4': await file('tiny.mp4'),
  'tiny.webm': await file('tiny.webm'),
}

const text = (content: string) => new TextEncoder().encode(content)

/** Drawings, networks and programs. */
export const documents: Readonly<Record<string, Uint8Array>> = {
  'plain.svg': text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>\n'),
  'declared.svg': text(
    '<?xml version="1.0"?>\n<!-- größer -->\n<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b">\n</svg>',
  ),
  'pattern.glsl': text('// A pattern.\nvoid main() {\n  gl_FragColor = vec4(1.0);\n}\n'),
  'network.json': text('{\n  "layers": [\n    1\n  ]\n}\n'),
  'empty.json': text('{}'),
  // ir_version 8, producer_name "r", an empty graph, metadata of others.
  'network.onnx': Uint8Array.of(8, 8, 18, 1, 114, 58, 0, 114, 6, 10, 1, 97, 18, 1, 98),
}

/** All of them. */
export const works: Readonly<Record<string, Uint8Array>> = { ...pictures, ...films, ...documents }
