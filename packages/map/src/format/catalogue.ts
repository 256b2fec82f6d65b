/** What is known of all pictures of a map at once: columns, a value for each picture, in the order of the collection's pieces. */
import type { Clusters, Piece } from '@reverie/collection'

/** Values of which each picture has at most one. */
export interface Terms {
  readonly values: readonly string[]
  /** [count] index into `values`, −1 for none. */
  readonly of: Int32Array
}

/** Values of which each picture has any number. */
export interface ManyTerms {
  readonly values: readonly string[]
  /** [count + 1] where each picture's values begin in `items`. */
  readonly starts: Uint32Array
  /** Indices into `values`. */
  readonly items: Uint32Array
}

/** The columns. */
export interface Catalogue {
  readonly count: number
  readonly ids: readonly string[]
  readonly titles: readonly string[]
  /** Pixels of the upright pictures. */
  readonly widths: Uint32Array
  readonly heights: Uint32Array
  /** 0 where it is unknown. */
  readonly years: Int32Array
  readonly authors: Terms
  readonly licenses: Terms
  readonly clusters: Terms
  readonly tags: ManyTerms
  /** [count] mean OKLab lightness of what is opaque, 0…255, and 128 for pictures without transparency. */
  readonly lightness: Uint8Array
}

/** The columns as JSON keeps them. */
export interface CatalogueText {
  readonly ids: string
  readonly titles: readonly string[]
  readonly widths: readonly number[]
  readonly heights: readonly number[]
  readonly years: readonly number[]
  readonly authors: TermsText
  readonly licenses: TermsText
  readonly clusters: TermsText
  readonly tags: { readonly values: readonly string[]; readonly of: readonly (readonly number[])[] }
  readonly lightness: readonly number[]
}

interface TermsText {
  readonly values: readonly string[]
  readonly of: readonly number[]
}

const idLength = 16
/** Below this share of opaque pixels a picture counts as transparent. */
const opaque = 0.97

/** The columns of pieces; a title that is missing is made from the path. */
export function catalogueOf(pieces: readonly Piece[], clusters: Clusters | undefined): Catalogue {
  const tags = new Map<string, number>()
  const starts = new Uint32Array(pieces.length + 1)
  const items: number[] = []
  for (const [row, piece] of pieces.entries()) {
    for (const tag of new Set(piece.tags)) items.push(numberOf(tags, tag))
    starts[row + 1] = items.length
  }
  return {
    count: pieces.length,
    ids: pieces.map(({ id }) => id),
    titles: pieces.map(titleOf),
    widths: Uint32Array.from(pieces, ({ width }) => width),
    heights: Uint32Array.from(pieces, ({ height }) => height),
    years: Int32Array.from(pieces, ({ year }) => year ?? 0),
    authors: termsOf(pieces.map(({ author }) => author)),
    licenses: termsOf(pieces.map(({ license }) => license)),
    clusters: { values: clusters?.names ?? [], of: clusters?.labels ?? new Int32Array(pieces.length).fill(-1) },
    tags: { values: [...tags.keys()], starts, items: Uint32Array.from(items) },
    lightness: Uint8Array.from(pieces, lightnessOf),
  }
}

/** For a file. */
export function encodeCatalogue(catalogue: Catalogue): CatalogueText {
  const { tags } = catalogue
  const terms = ({ values, of }: Terms): TermsText => ({ values, of: [...of] })
  return {
    ids: catalogue.ids.join(''),
    titles: catalogue.titles,
    widths: [...catalogue.widths],
    heights: [...catalogue.heights],
    years: [...catalogue.years],
    authors: terms(catalogue.authors),
    licenses: terms(catalogue.licenses),
    clusters: terms(catalogue.clusters),
    tags: {
      values: tags.values,
      of: catalogue.ids.map((_, row) => [...tags.items.subarray(tags.starts[row], tags.starts[row + 1])]),
    },
    lightness: [...catalogue.lightness],
  }
}

/** From a file. */
export function decodeCatalogue(text: CatalogueText): Catalogue {
  const count = text.titles.length
  const starts = new Uint32Array(count + 1)
  for (const [row, list] of text.tags.of.entries()) starts[row + 1] = starts[row]! + list.length
  const terms = ({ values, of }: TermsText): Terms => ({ values, of: Int32Array.from(of) })
  return {
    count,
    ids: Array.from({ length: count }, (_, row) => text.ids.slice(idLength * row, idLength * (row + 1))),
    titles: text.titles,
    widths: Uint32Array.from(text.widths),
    heights: Uint32Array.from(text.heights),
    years: Int32Array.from(text.years),
    authors: terms(text.authors),
    licenses: terms(text.licenses),
    clusters: terms(text.clusters),
    tags: { values: text.tags.values, starts, items: Uint32Array.from(text.tags.of.flat()) },
    lightness: Uint8Array.from(text.lightness),
  }
}

/** `birds/Great_blue-heron.png` without a title is "Great blue heron". */
function titleOf({ title, path }: Piece): string {
  if (title !== '') return title
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
  return name.replace(/[_-]+/g, ' ').trim() || name
}

function lightnessOf({ colors, silhouette }: Piece): number {
  if (silhouette.coverage >= opaque) return 128
  let sum = 0
  let weight = 0
  for (let at = 0; at < colors.length; at += 4) {
    sum += colors[at]! * colors[at + 3]!
    weight += colors[at + 3]!
  }
  return weight === 0 ? 128 : Math.round(255 * Math.min(1, Math.max(0, sum / weight)))
}

function termsOf(list: readonly string[]): Terms {
  const known = new Map<string, number>()
  const of = Int32Array.from(list, (value) => (value === '' ? -1 : numberOf(known, value)))
  return { values: [...known.keys()], of }
}

function numberOf(known: Map<string, number>, value: string): number {
  const found = known.get(value)
  if (found !== undefined) return found
  known.set(value, known.size)
  return known.size - 1
}
