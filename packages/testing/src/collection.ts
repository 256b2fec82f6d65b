/** Collections made in code: shapes with tags and years, laid out as if a network had seen them. */
import type { Clusters, Collection, MapLayout, NeighbourLists, Piece, ThumbnailSide } from '@reverie/collection'
import { writeImage } from '@reverie/image/node'
import { createRandom, type Random } from '@reverie/recipe'
import { formCount, shapePicture } from './shapes.ts'

/** What the collection is to be like. */
export interface SyntheticOptions {
  readonly count: number
  readonly name?: string
  /** Pixels of a picture's longer side; default 240. Thumbnails are not larger. */
  readonly side?: number
  readonly seed?: number
}

const names = ['disc', 'ring', 'square', 'diamond', 'triangle', 'star', 'flower', 'cross', 'moon', 'wave']
const hueNames = ['red', 'orange', 'green', 'teal', 'blue', 'violet']
/** Shades of a hue's name; with the forms and hues, the pictures that are really different. */
const shades = 2

/** A collection of coloured shapes. Its layouts are `umap`, `tsne`, `grid`, `color`, `time` and `tags`. */
export function syntheticCollection({
  count,
  name = 'Shapes',
  side: longer = 240,
  seed = 1,
}: SyntheticOptions): Collection {
  const random = createRandom(seed)
  const kinds = Array.from({ length: count }, () => ({
    form: random.integer(0, formCount - 1),
    hue: random.integer(0, hueNames.length - 1),
    shade: random.integer(0, shades - 1),
    year: random.integer(1990, 2019),
  }))
  type Kind = (typeof kinds)[number]
  const hueOf = ({ hue, shade }: Kind): number => (hue + shade / shades) / hueNames.length
  const ratioOf = ({ form }: Kind): number => [1, 1, 0.7, 1.4][form % 4]!
  const pieces = kinds.map((kind, row): Piece => {
    const ratio = ratioOf(kind)
    const id = (BigInt(row) * 0x9e3779b97f4a7c15n + 0x1234567n) & 0xffff_ffff_ffff_ffffn
    const text = id.toString(16).padStart(16, '0')
    const form = names[kind.form]!
    return {
      id: text,
      sha256: text.repeat(4),
      path: `${form}/${hueNames[kind.hue]}-${row}.png`,
      paths: [`${form}/${hueNames[kind.hue]}-${row}.png`],
      source: 'made',
      width: Math.round(longer * Math.min(1, ratio)),
      height: Math.round(longer * Math.min(1, 1 / ratio)),
      bytes: 12_000,
      format: 'png',
      title: `${hueNames[kind.hue]} ${form} ${row}`,
      author: `Maker ${row % 7}`,
      link: '',
      license: 'CC0-1.0',
      tags: [form, hueNames[kind.hue]!],
      year: kind.year,
      edited: [],
      phash: id,
      colors: Float32Array.from({ length: 20 }, (_, at) => [0.6, 0.1, 0.05, 1][at] ?? 0),
      palette: new Float32Array(64),
      silhouette: { coverage: 0.6, box: [0, 0, 1, 1], mask: new Uint8Array(1024) },
      removed: false,
    }
  })
  const rows = new Map(pieces.map(({ id }, row) => [id, row]))
  const layouts = new Map(layoutsOf(kinds, random).map((layout) => [layout.kind, layout]))
  const drawn = new Map<string, Promise<Uint8Array>>()
  const draw = (row: number, most: number, format: 'webp' | 'png'): Promise<Uint8Array> => {
    const side = Math.min(most, longer)
    const kind = kinds[row]!
    const key = [kind.form, kind.hue, kind.shade, side, format].join()
    const ratio = ratioOf(kind)
    const width = Math.round(side * Math.min(1, ratio))
    const height = Math.round(side * Math.min(1, 1 / ratio))
    const made =
      drawn.get(key) ?? writeImage(shapePicture(kind.form, hueOf(kind), width, height), { format, quality: 80 })
    drawn.set(key, made)
    return made
  }
  return {
    name,
    pieces: async () => pieces,
    imprints: () => Promise.reject(new Error('Shapes have no imprints.')),
    neighbours: async () => neighboursOf(kinds),
    layout: async (kind) => layouts.get(kind),
    clusters: async (): Promise<Clusters> => ({ labels: Int32Array.from(kinds, ({ form }) => form), names }),
    thumbnail: (id, side: ThumbnailSide) => draw(rows.get(id)!, side, 'webp'),
    original: (id) => draw(rows.get(id)!, longer, 'png'),
    close: async () => undefined,
  }
}

interface Looks {
  readonly form: number
  readonly hue: number
  readonly shade: number
  readonly year: number
}

function layoutsOf(kinds: readonly Looks[], random: Random): readonly MapLayout[] {
  const islands = (spread: number): Float32Array =>
    normal(
      kinds.flatMap(({ form, hue, shade }) => {
        const angle = (2 * Math.PI * form) / formCount
        const inner = (2 * Math.PI * (hue + shade / shades)) / hueNames.length
        return [
          Math.cos(angle) * 4 + Math.cos(inner) + random.gaussian() * spread,
          Math.sin(angle) * 3 + Math.sin(inner) + random.gaussian() * spread,
        ]
      }),
    )
  const inOrder = (kind: string, order: (one: Looks, two: Looks) => number): MapLayout => {
    const columns = Math.ceil(Math.sqrt(kinds.length * 1.5))
    const cell = 1 / columns
    const positions = new Float32Array(2 * kinds.length)
    const sorted = kinds.map((look, row) => ({ look, row })).sort((one, two) => order(one.look, two.look))
    sorted.forEach(({ row }, at) => {
      positions[2 * row] = ((at % columns) + 0.5) * cell
      positions[2 * row + 1] = (Math.floor(at / columns) + 0.5) * cell
    })
    return { kind, positions, cell }
  }
  return [
    { kind: 'umap', positions: islands(0.22) },
    { kind: 'tsne', positions: islands(0.6) },
    inOrder('grid', (one, two) => one.form - two.form || one.hue - two.hue || one.shade - two.shade),
    inOrder('color', (one, two) => one.hue - two.hue || one.shade - two.shade),
    inOrder('time', (one, two) => one.year - two.year),
    inOrder('tags', (one, two) => one.form - two.form),
  ]
}

/** Into 0…1, the longer side filling it, both beginning at 0. */
function normal(places: readonly number[]): Float32Array {
  const xs = places.filter((_, at) => at % 2 === 0)
  const ys = places.filter((_, at) => at % 2 === 1)
  const least = (list: readonly number[]): number => list.reduce((low, value) => Math.min(low, value), Infinity)
  const most = (list: readonly number[]): number => list.reduce((high, value) => Math.max(high, value), -Infinity)
  const span = Math.max(most(xs) - least(xs), most(ys) - least(ys)) || 1
  const low = [least(xs), least(ys)]
  return Float32Array.from(places, (value, at) => (value - low[at % 2]!) / span)
}

/** Those of the same form and hue come first. */
function neighboursOf(kinds: readonly Looks[]): NeighbourLists {
  const k = Math.min(20, kinds.length - 1)
  const byLook = new Map<string, number[]>()
  kinds.forEach(({ form, hue }, row) => {
    const list = byLook.get(`${form} ${hue}`) ?? []
    byLook.set(`${form} ${hue}`, [...list.slice(-60), row])
  })
  const indices = new Int32Array(kinds.length * k)
  const distances = new Float32Array(kinds.length * k)
  kinds.forEach(({ form, hue }, row) => {
    const near = byLook.get(`${form} ${hue}`)!.filter((other) => other !== row)
    for (let at = 0; at < k; at++) {
      indices[row * k + at] = near[at] ?? (row + at + 1) % kinds.length
      distances[row * k + at] = 0.02 * at
    }
  })
  return { count: kinds.length, k, indices, distances }
}
