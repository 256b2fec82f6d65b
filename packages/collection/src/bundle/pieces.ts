/** Pieces as an Arrow file and back. A mask that is full everywhere, as opaque pictures have it, is stored as none. */
import { CollectionError } from '../error.ts'
import type { Piece, Silhouette } from '../piece.ts'
import {
  byteStrings,
  decodeTable,
  encodeTable,
  numberRows,
  numbers,
  textLists,
  texts,
  truths,
  wholeNumbers,
  type Columns,
} from './table.ts'

/** Numbers of a piece in `colors`, `palette`, the box of a silhouette and its mask. */
const sizes = { colors: 20, palette: 64, box: 4, mask: 32 * 32 } as const

/**
 * The pieces as an Arrow file.
 * @throws CollectionError when a piece's arrays have other lengths than they should
 */
export const encodePieces = (pieces: readonly Piece[]): Uint8Array => encodeTable(pieceColumns(pieces))

/** All that is known of pieces, by column. @throws CollectionError as `encodePieces` does */
export function pieceColumns(pieces: readonly Piece[]): Columns {
  const column = <Key extends keyof Piece>(key: Key): Piece[Key][] => pieces.map((piece) => piece[key])
  const silhouettes = column('silhouette')
  return {
    id: texts(column('id')),
    sha256: texts(column('sha256')),
    path: texts(column('path')),
    paths: textLists(column('paths')),
    source: texts(column('source')),
    width: numbers(Uint32Array.from(column('width'))),
    height: numbers(Uint32Array.from(column('height'))),
    bytes: numbers(Float64Array.from(column('bytes'))),
    format: texts(column('format')),
    title: texts(column('title')),
    author: texts(column('author')),
    link: texts(column('link')),
    license: texts(column('license')),
    tags: textLists(column('tags')),
    year: wholeNumbers(column('year')),
    edited: textLists(column('edited')),
    phash: numbers(BigUint64Array.from(column('phash'))),
    colors: rows(pieces, 'colors', sizes.colors, ({ colors }) => colors),
    palette: rows(pieces, 'palette', sizes.palette, ({ palette }) => palette),
    coverage: numbers(Float64Array.from(silhouettes, ({ coverage }) => coverage)),
    box: numberRows(Float64Array.from(silhouettes.flatMap(({ box }) => box)), sizes.box),
    mask: byteStrings(silhouettes.map(({ mask }) => (isFull(mask) ? null : mask))),
    removed: truths(column('removed')),
  }
}

function rows(pieces: readonly Piece[], name: string, length: number, of: (piece: Piece) => Float32Array) {
  const values = new Float32Array(pieces.length * length)
  pieces.forEach((piece, index) => {
    const row = of(piece)
    if (row.length !== length)
      throw new CollectionError(`"${name}" of piece ${piece.id} has ${row.length} numbers instead of ${length}.`)
    values.set(row, index * length)
  })
  return numberRows(values, length)
}

const isFull = (mask: Uint8Array): boolean => mask.every((value) => value === 255)

/**
 * The pieces of an Arrow file that `encodePieces` made.
 * @param subject the file's name, for errors
 * @throws CollectionError when it is damaged
 */
export function decodePieces(bytes: Uint8Array, subject: string): Piece[] {
  const table = decodeTable(bytes, subject)
  const text = {
    id: table.texts('id'),
    sha256: table.texts('sha256'),
    path: table.texts('path'),
    source: table.texts('source'),
    format: table.texts('format'),
    title: table.texts('title'),
    author: table.texts('author'),
    link: table.texts('link'),
    license: table.texts('license'),
  }
  const lists = {
    paths: table.textLists('paths'),
    tags: table.textLists('tags'),
    edited: table.textLists('edited'),
  }
  const width = table.numbers('width', 'Uint32')
  const height = table.numbers('height', 'Uint32')
  const bytesOf = table.numbers('bytes', 'Float64')
  const year = table.wholeNumbers('year')
  const phash = table.numbers('phash', 'Uint64')
  const colors = table.numberRows('colors', ['Float32'], sizes.colors).values
  const palette = table.numberRows('palette', ['Float32'], sizes.palette).values
  const silhouettes = readSilhouettes(table, subject)
  const removed = table.truths('removed')
  const pieces = silhouettes.map((silhouette, row): Piece => ({
    id: text.id[row]!,
    sha256: text.sha256[row]!,
    path: text.path[row]!,
    paths: lists.paths[row]!,
    source: text.source[row]!,
    width: width[row]!,
    height: height[row]!,
    bytes: bytesOf[row]!,
    format: text.format[row]!,
    title: text.title[row]!,
    author: text.author[row]!,
    link: text.link[row]!,
    license: text.license[row]!,
    tags: lists.tags[row]!,
    year: year[row]!,
    edited: lists.edited[row]!,
    phash: phash[row]!,
    colors: colors.subarray(row * sizes.colors, (row + 1) * sizes.colors),
    palette: palette.subarray(row * sizes.palette, (row + 1) * sizes.palette),
    silhouette,
    removed: removed[row]!,
  }))
  checkIds(pieces, subject)
  return pieces
}

function readSilhouettes(table: ReturnType<typeof decodeTable>, subject: string): Silhouette[] {
  const coverage = table.numbers('coverage', 'Float64')
  const box = table.numberRows('box', ['Float64'], sizes.box).values
  return table.byteStrings('mask').map((mask, row) => {
    if (mask !== null && mask.length !== sizes.mask)
      throw new CollectionError(
        `"${subject}" is damaged: a mask has ${mask.length} bytes instead of ${sizes.mask}.`,
      )
    return {
      coverage: coverage[row]!,
      box: [box[row * 4]!, box[row * 4 + 1]!, box[row * 4 + 2]!, box[row * 4 + 3]!],
      mask: mask ?? new Uint8Array(sizes.mask).fill(255),
    }
  })
}

/** Ids become file names: what is no id must not become a path. */
function checkIds(pieces: readonly Piece[], subject: string): void {
  const seen = new Set<string>()
  for (const { id } of pieces) {
    if (!/^[0-9a-f]{16}$/.test(id) || seen.has(id)) {
      const why = seen.has(id) ? `the id ${id} comes twice` : `"${id.slice(0, 40)}" is no id`
      throw new CollectionError(`"${subject}" is damaged: ${why}.`)
    }
    seen.add(id)
  }
}
