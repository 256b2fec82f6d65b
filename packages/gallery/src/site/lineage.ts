/**
 * Where a work comes from and what came of it, as a drawing: earlier works on the left, the work, what was made of it on the right.
 * The drawing has little room; the list beside it names all.
 */
import { parentsOf } from './catalogue.ts'
import { picturePath } from './pictures.ts'
import type { PublishedFile, PublishedWork } from './published.ts'
import { workAddress, type Scene } from './views.ts'
import { titleOf } from './words.ts'

/** A work, or what was generated from one. */
export interface Kin {
  readonly title: string
  /** What it is to the work: `parent`, `guide`, `Dreamy`. */
  readonly as: string
  /** Where it is; undefined for what is not shown (any more). */
  readonly address: string | undefined
  readonly thumbnail: string | undefined
}

/** A work's relatives. */
export interface Lineage {
  readonly from: readonly Kin[]
  readonly to: readonly Kin[]
}

/** Something in the drawing. */
interface DrawnKin extends Kin {
  readonly x: number
  readonly y: number
  /** The title as far as there is room for it. */
  readonly short: string
}

/** A drawing, in its own units, which are pixels of a wide page. */
export interface LineageDrawing {
  /** Of thumbnails, which are squares. */
  readonly side: number
  readonly width: number
  readonly height: number
  readonly nodes: readonly DrawnKin[]
  /** Paths of lines. */
  readonly lines: readonly string[]
  /** How many it had no room for. */
  readonly more: number
}

/** A work's relatives, near ones only. @param root what leads from the page to the site's folder */
export function lineageOf(work: PublishedWork, scene: Scene, root: string): Lineage {
  const { catalogue } = scene
  const kin = (uid: string, as: string): Kin => {
    const other = catalogue.byUid.get(uid)
    const gone = catalogue.tombstones.has(uid)
    return {
      title: other?.text.title ?? (gone ? 'A work that was taken down' : 'A work that is not shown'),
      as,
      address: other !== undefined || gone ? `${root}${workAddress(uid)}` : undefined,
      thumbnail: other && thumbnailOf(other.picture, scene, root),
    }
  }
  const guides = work.generated.flatMap(({ generator, parents }) =>
    parents
      .filter(({ uid, port }) => uid !== work.uid && port !== 'image')
      .map(({ uid, port }) => [uid, `${port}, for ${titleOf(generator)}`] as const),
  )
  const from = new Map([...guides, ...parentsOf(work)])
  const own = work.generated.map((generated): Kin => ({
    title: titleOf(generated.generator),
    as: 'generated',
    address: `#${fileAnchor(generated)}`,
    thumbnail: thumbnailOf(generated, scene, root),
  }))
  const others = (catalogue.descendants.get(work.uid) ?? []).map(({ work: later, generated, as }): Kin =>
    generated === undefined
      ? { ...kin(later.uid, `made from it, as ${as}`) }
      : {
          title: `${titleOf(generated.generator)}, of ${later.text.title}`,
          as: `it was the ${as}`,
          address: `${root}${workAddress(later.uid)}#${fileAnchor(generated)}`,
          thumbnail: thumbnailOf(generated, scene, root),
        },
  )
  return { from: [...from].map(([uid, as]) => kin(uid, as)), to: [...own, ...others] }
}

/** Where a generated file is on the page of its work. */
export const fileAnchor = ({ name }: PublishedFile): string => `file-${name.replace(/[^\w-]/g, '-')}`

function thumbnailOf(file: PublishedFile, { pictures }: Scene, root: string): string | undefined {
  const picture = pictures.get(file.sha256)
  return picture && `${root}${picturePath(picture.key, picture.widths[0]!, 'webp')}`
}

/** Sides of thumbnails, and how far apart they begin. Titles stand below them. */
const side = 72
const row = 132
const column = 252
const gap = 14
const mostRows = 5
const letters = 28

/** Draws relatives. */
export function drawLineage({ from, to }: Lineage, self: Kin): LineageDrawing | undefined {
  if (from.length + to.length === 0) return undefined
  const shown = [from.slice(0, mostRows), [self], to.slice(0, mostRows)].filter((list) => list.length > 0)
  const rows = Math.max(...shown.map((list) => list.length))
  const columns = shown.map((list, index) =>
    list.map((kin, at): DrawnKin => ({
      ...kin,
      short: shortened(kin.title),
      x: index * column,
      y: ((rows - list.length) * row) / 2 + at * row,
    })),
  )
  const lines = columns
    .slice(1)
    .flatMap((list, index) => list.flatMap((end) => columns[index]!.map((start) => curve(start, end))))
  const more = from.length + to.length + 1 - columns.flat().length
  return { side, width: shown.length * column, height: rows * row - gap, nodes: columns.flat(), lines, more }
}

/** From the right side of one thumbnail to the left side of another. */
function curve(start: DrawnKin, end: DrawnKin): string {
  const [x1, y1, x2, y2] = [start.x + side + gap, start.y + side / 2, end.x - gap, end.y + side / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

/** By what readers take for letters, so that none is cut in two. */
function shortened(text: string): string {
  const each = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  return each.length <= letters
    ? text
    : `${each
        .slice(0, letters - 1)
        .map(({ segment }) => segment)
        .join('')
        .trimEnd()}…`
}
