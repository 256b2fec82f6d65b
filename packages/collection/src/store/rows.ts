/**
 * The tables of a collection in Node. `pieces` is only added to: what was measured of a content never changes. `files` has a
 * row for each path that was visited; later rows of a path count. `words` is written anew when something in it changed: it
 * is small beside the others.
 */
import { mainColors, colorBins } from '../measure/colors.ts'
import type { Silhouette } from '../piece.ts'
import type { ProblemCode } from '../source.ts'
import { arrow, floats, type Column } from './arrow.ts'
import type { Words } from './words.ts'

/** What was measured of a picture. */
export interface StoredPiece {
  /** 16 hex digits. */
  readonly id: string
  readonly sha256: string
  /** Pixels of the upright picture. */
  readonly width: number
  readonly height: number
  /** Of the file. */
  readonly bytes: number
  readonly format: string
  readonly phash: bigint
  /** 5 × (L, a, b, share). */
  readonly colors: Float32Array
  /** 64 shares. */
  readonly palette: Float32Array
  readonly silhouette: Silhouette
  /** What the file itself says in words, as JSON; empty when nothing. */
  readonly embedded: string
}

/** A piece with the place in which it came, from 0, and its raw features. */
export interface PieceRow extends StoredPiece {
  readonly order: number
  readonly features: Float32Array
}

/** What became of a path. */
export interface FileRow {
  readonly source: string
  readonly path: string
  readonly stamp: string
  /** The piece whose content it has. */
  readonly piece: string | null
  /** The path of the file that it is a link to. */
  readonly linkTo: string | null
  readonly code: ProblemCode | null
  /** What is wrong with it, a sentence; null for nothing. */
  readonly message: string | null
  /** What its source says of it besides, as JSON. */
  readonly about: string | null
  /** Whether it was no longer there at the last run. */
  readonly gone: boolean
}

const text = (): InstanceType<typeof arrow.Utf8> => new arrow.Utf8()
const whole = (): InstanceType<typeof arrow.Int32> => new arrow.Int32()

/** Columns of `pieces`. @param dimensions of the raw features */
export const pieceColumns = (dimensions: number): readonly Column<PieceRow>[] => [
  { name: 'order', type: whole(), of: (row) => row.order },
  { name: 'id', type: text(), of: (row) => row.id },
  { name: 'sha256', type: text(), of: (row) => row.sha256 },
  { name: 'width', type: whole(), of: (row) => row.width },
  { name: 'height', type: whole(), of: (row) => row.height },
  { name: 'bytes', type: new arrow.Float64(), of: (row) => row.bytes },
  { name: 'format', type: text(), of: (row) => row.format },
  { name: 'phash', type: new arrow.Uint64(), of: (row) => row.phash },
  { name: 'colors', type: floats(4 * mainColors), of: (row) => row.colors },
  { name: 'palette', type: floats(colorBins), of: (row) => row.palette },
  { name: 'coverage', type: new arrow.Float64(), of: (row) => row.silhouette.coverage },
  { name: 'box', type: floats(4), of: (row) => Float32Array.from(row.silhouette.box) },
  { name: 'mask', type: new arrow.Binary(), of: (row) => row.silhouette.mask },
  { name: 'embedded', type: text(), of: (row) => row.embedded },
  { name: 'features', type: floats(dimensions), of: (row) => row.features },
]

/** Columns of `files`. */
export const fileColumns: readonly Column<FileRow>[] = [
  { name: 'source', type: text(), of: (row) => row.source },
  { name: 'path', type: text(), of: (row) => row.path },
  { name: 'stamp', type: text(), of: (row) => row.stamp },
  { name: 'piece', type: text(), nullable: true, of: (row) => row.piece },
  { name: 'linkTo', type: text(), nullable: true, of: (row) => row.linkTo },
  { name: 'code', type: text(), nullable: true, of: (row) => row.code },
  { name: 'message', type: text(), nullable: true, of: (row) => row.message },
  { name: 'about', type: text(), nullable: true, of: (row) => row.about },
  { name: 'gone', type: new arrow.Bool(), of: (row) => row.gone },
]

/** Columns of `words`. */
export const wordColumns: readonly Column<Words>[] = [
  { name: 'id', type: text(), of: (row) => row.id },
  { name: 'title', type: text(), of: (row) => row.title },
  { name: 'author', type: text(), of: (row) => row.author },
  { name: 'link', type: text(), of: (row) => row.link },
  { name: 'license', type: text(), of: (row) => row.license },
  { name: 'tags', type: text(), of: (row) => JSON.stringify(row.tags) },
  { name: 'year', type: whole(), nullable: true, of: (row) => row.year },
  { name: 'edited', type: text(), of: (row) => JSON.stringify(row.edited) },
]
