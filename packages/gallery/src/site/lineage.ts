/**
 * Where a work comes from and what came of it, as a drawing: earlier works on the left, the work, what was made of it on the right.
 * The drawing has little room; the list beside it names all.
 */
import { parentsOf } from './catalogue.ts'
import { picturePath } from './pictures.ts'
import type { PublishedFile, PublishedWork } from './published.ts'
import { workAddress, type Scene } from './views.ts'
import { fileTitleOf } from './words.ts'

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
  /** What the work itself was made from. */
  readonly from: readonly Kin[]
  /** What went into what was made of it, and not into the work. */
  readonly into: readonly Kin[]
  readonly to: readonly Kin[]
  /** What was generated of it and from what, for the drawing: positions in `into` and in `to`, which begins with what was generated. */
  readonly generated: readonly {
    /** Whether the work itself went into it. */
    readonly ofWork: boolean
    readonly into: readonly number[]
    readonly to: readonly number[]
  }[]
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
  const { uid, generated } = work
  const guides = new Map<string, string[]>()
  const names = new Map(generated.map(({ name }, index) => [name, index]))
  const ways = generated.map((file, index) => {
    const earlier: number[] = []
    const guiding: number[] = []
    let ofWork = false
    for (const parent of file.parents) {
      // What is made after a file did not go into it.
      const at = parent.uid === uid && parent.file !== undefined ? names.get(parent.file) : undefined
      if (at !== undefined && at < index) earlier.push(at)
      else if (parent.uid === uid) ofWork = true
      else {
        const as = `${parent.port}, for ${fileTitleOf(file, uid)}`
        const known = guides.get(parent.uid)
        if (known === undefined) guides.set(parent.uid, [as])
        else known.push(as)
        guiding.push([...guides.keys()].indexOf(parent.uid))
      }
    }
    return { ofWork: ofWork || earlier.length === 0, into: guiding, to: earlier }
  })
  const own = generated.map((file): Kin => ({
    title: fileTitleOf(file, uid),
    as: 'generated',
    address: `#${fileAnchor(file)}`,
    thumbnail: thumbnailOf(file, scene, root),
  }))
  const others = (catalogue.descendants.get(uid) ?? []).map(({ work: later, generated: made, as }): Kin =>
    made === undefined
      ? { ...kin(later.uid, `made from it, as ${as}`) }
      : {
          title: `${fileTitleOf(made, later.uid)}, of ${later.text.title}`,
          as: `it was the ${as}`,
          address: `${root}${workAddress(later.uid)}#${fileAnchor(made)}`,
          thumbnail: thumbnailOf(made, scene, root),
        },
  )
  return {
    from: [...parentsOf(work)].map(([other, as]) => kin(other, as)),
    into: [...guides].map(([other, as]) => kin(other, as.join('; '))),
    to: [...own, ...others],
    generated: ways,
  }
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
const gap = 14
const mostRows = 5
/** How far apart columns begin, and the letters that there is room for: when there are few, and when there are many. */
const wide = { column: 252, letters: 28 }
const narrow = { column: 184, letters: 22 }
const mostWide = 4
/** Columns of what was generated, each made from the one before it. */
const mostGenerations = 4

/** Draws relatives: in a column what was made from those before it; what went into it otherwise stands below the work. */
export function drawLineage({ from, into, to, generated }: Lineage, self: Kin): LineageDrawing | undefined {
  if (from.length + to.length === 0) return undefined
  const depths: number[] = []
  for (const { to: earlier } of generated) depths.push(1 + Math.max(0, ...earlier.map((at) => depths[at]!)))
  const generations = Array.from({ length: mostGenerations }, (_, index) =>
    to.filter((_kin, at) => (depths[at] ?? 1) === index + 1).slice(0, mostRows),
  )
  const shown = [from.slice(0, mostRows), [self, ...into.slice(0, mostRows - 1)], ...generations].filter(
    (list) => list.length > 0,
  )
  const { column, letters } = shown.length > mostWide ? narrow : wide
  const rows = Math.max(...shown.map((list) => list.length))
  const nodes = new Map<Kin, DrawnKin>()
  for (const [index, list] of shown.entries())
    for (const [at, kin] of list.entries())
      nodes.set(kin, {
        ...kin,
        short: shortened(kin.title, letters),
        as: shortened(kin.as, letters),
        x: index * column,
        y: ((rows - list.length) * row) / 2 + at * row,
      })
  const pairs: (readonly [Kin, Kin])[] = from.map((kin) => [kin, self])
  for (const [at, kin] of to.entries()) {
    const way = generated[at]
    if (way === undefined || way.ofWork) pairs.push([self, kin])
    for (const index of way?.into ?? []) pairs.push([into[index]!, kin])
    for (const index of way?.to ?? []) pairs.push([to[index]!, kin])
  }
  const lines = pairs.flatMap(([one, other]) => {
    const [start, end] = [nodes.get(one), nodes.get(other)]
    return start === undefined || end === undefined ? [] : [curve(start, end)]
  })
  const more = from.length + into.length + to.length + 1 - nodes.size
  return { side, width: shown.length * column, height: rows * row - gap, nodes: [...nodes.values()], lines, more }
}

/** From the right side of one thumbnail to the left side of another. */
function curve(start: DrawnKin, end: DrawnKin): string {
  const [x1, y1, x2, y2] = [start.x + side + gap, start.y + side / 2, end.x - gap, end.y + side / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

/** By what readers take for letters, so that none is cut in two. */
function shortened(text: string, letters: number): string {
  const each = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  return each.length <= letters
    ? text
    : `${each
        .slice(0, letters - 1)
        .map(({ segment }) => segment)
        .join('')
        .trimEnd()}…`
}
