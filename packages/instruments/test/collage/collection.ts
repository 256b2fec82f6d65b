/** A small collection in memory: drawings of a few forms in colours that go around the wheel, like beside like. */
import type { Collection, Piece } from '@reverie/collection'
import { writeImage } from '@reverie/image/node'
import { createRandom, sha256 } from '@reverie/recipe'

type Form = (u: number, v: number) => boolean

/** −1 to 1. */
const forms: readonly Form[] = [
  (u, v) => u * u + v * v < 1,
  (u, v) => Math.abs(u) < 0.95 && Math.abs(v) < 0.3,
  (u, v) => Math.abs(u) + Math.abs(v) < 1,
  (u, v) => u * u + v * v < 1 && u * u + v * v > 0.4,
  () => true,
]

/** How often pieces were asked for their originals, so that tests can tell what was read. */
export interface Counted extends Collection {
  readonly reads: Map<string, number>
}

/**
 * Makes one.
 * @param opaque whether all are photographs, as it were
 */
export async function smallCollection(count: number, { side = 24, opaque = false } = {}): Promise<Counted> {
  const random = createRandom(5)
  const originals = new Map<string, Uint8Array>()
  const reads = new Map<string, number>()
  const dimensions = 12
  const vectors = new Float32Array(count * dimensions)
  const positions = new Float32Array(count * 2)
  const pieces: Piece[] = []
  for (let at = 0; at < count; at++) {
    const form = opaque ? 4 : at % 4
    const hue = (2 * Math.PI * at) / count
    const width = side + (at % 3) * 8
    const height = side
    const data = new Uint8Array(width * height * 4)
    const mask = new Uint8Array(1024)
    for (let pixel = 0; pixel < width * height; pixel++) {
      const inside = forms[form]!(
        (2 * ((pixel % width) + 0.5)) / width - 1,
        (2 * (Math.floor(pixel / width) + 0.5)) / height - 1,
      )
      data.set(
        [
          128 + 120 * Math.cos(hue),
          128 + 120 * Math.cos(hue - 2.1),
          128 + 120 * Math.cos(hue + 2.1),
          inside ? 255 : 0,
        ],
        4 * pixel,
      )
    }
    for (let cell = 0; cell < 1024; cell++)
      mask[cell] = forms[form]!(((cell % 32) + 0.5) / 16 - 1, (Math.floor(cell / 32) + 0.5) / 16 - 1) ? 255 : 0
    // The same pixels may come twice; a number in a corner tells them apart.
    data.set([at & 255, at >> 8, 0, 255], 0)
    const bytes = await writeImage({ width, height, channels: 4, depth: 8, data }, { format: 'png' })
    const hash = await sha256(bytes)
    const id = hash.slice(0, 16)
    originals.set(id, bytes)
    const raw = [
      Math.cos(hue),
      Math.sin(hue),
      ...Array.from({ length: 4 }, (_, each) => (each === form ? 0.8 : 0)),
      ...Array.from({ length: 6 }, () => 0.15 * random.gaussian()),
    ]
    const length = Math.hypot(...raw)
    raw.forEach((value, column) => (vectors[at * dimensions + column] = value / length))
    positions[2 * at] = 0.5 + 0.4 * Math.cos(hue) + 0.03 * form
    positions[2 * at + 1] = 0.5 + 0.4 * Math.sin(hue) + 0.02 * random.next()
    const palette = new Float32Array(64)
    palette[Math.floor((64 * at) / count)] = 1
    pieces.push({
      id,
      sha256: hash,
      path: `forms/${at}.png`,
      paths: [`forms/${at}.png`],
      source: 'forms',
      width,
      height,
      bytes: bytes.length,
      format: 'png',
      title: `Form ${at}`,
      author: at % 2 === 0 ? 'Ada' : '',
      link: at % 2 === 0 ? `https://example.org/${at}` : '',
      license: 'CC0-1.0',
      tags: [],
      year: null,
      edited: [],
      phash: BigInt.asUintN(64, BigInt(at) * 0x9e3779b97f4a7c15n),
      colors: new Float32Array(20),
      palette,
      silhouette: { coverage: 0.7, box: [0, 0, 1, 1], mask },
      removed: false,
    })
  }
  return {
    name: 'forms',
    reads,
    pieces: async () => pieces,
    imprints: async () => ({ count, dimensions, vectors }),
    neighbours: async () => ({ count, k: 0, indices: new Int32Array(), distances: new Float32Array() }),
    layout: async (kind) => (kind === 'umap' ? { kind, positions } : undefined),
    clusters: async () => undefined,
    thumbnail: async (id) => originals.get(id)!,
    original: async (id) => {
      reads.set(id, (reads.get(id) ?? 0) + 1)
      return originals.get(id)
    },
    close: async () => undefined,
  }
}
