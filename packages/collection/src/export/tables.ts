/** A collection as a table for other programs: CSV, JSON, Arrow. */
import Papa from 'papaparse'
import type { Collection, MapLayout } from '../collection.ts'
import type { Piece } from '../piece.ts'

/**
 * Pieces as CSV, with a byte order mark by which spreadsheets know UTF-8. Titles that begin like a formula get an apostrophe
 * before them, so that opening the table runs nothing; it is taken away when the table is read again (`editsFromRow`).
 */
export function piecesToCsv(pieces: readonly Piece[]): string {
  const rows = pieces.map((piece) => ({
    id: piece.id,
    filename: piece.path,
    title: piece.title,
    author: piece.author,
    link: piece.link,
    licence: piece.license,
    tags: piece.tags.map((tag) => tag.replaceAll('|', '/')).join('|'),
    year: piece.year,
    width: piece.width,
    height: piece.height,
    bytes: piece.bytes,
    format: piece.format,
    source: piece.source,
    sha256: piece.sha256,
  }))
  return `\uFEFF${Papa.unparse(rows, { escapeFormulae: true, newline: '\r\n' })}\r\n`
}

/** A collection as JSON: its name, and what is known of each piece, with main colours as `[L, a, b, share]` in OKLab. */
export function piecesToJson(name: string, pieces: readonly Piece[]): string {
  const written = pieces.map((piece) => ({
    id: piece.id,
    sha256: piece.sha256,
    path: piece.path,
    paths: piece.paths,
    source: piece.source,
    width: piece.width,
    height: piece.height,
    bytes: piece.bytes,
    format: piece.format,
    title: piece.title,
    author: piece.author,
    link: piece.link,
    license: piece.license,
    tags: piece.tags,
    year: piece.year,
    edited: piece.edited,
    phash: piece.phash.toString(16).padStart(16, '0'),
    colors: mainColorsOf(piece.colors),
    coverage: piece.silhouette.coverage,
    box: piece.silhouette.box,
  }))
  return `${JSON.stringify({ name, pieces: written }, null, 2)}\n`
}

const mainColorsOf = (colors: Float32Array): number[][] =>
  Array.from({ length: colors.length / 4 }, (_, at) => [...colors.subarray(at * 4, at * 4 + 4)])
    .filter((color) => (color[3] as number) > 0)
    .map((color) => color.map((value) => Math.round(value * 1e4) / 1e4))

/**
 * A collection as one Arrow IPC file: a row a piece with all that is known of it, its imprint, its places on the maps
 * (columns `map_<kind>`) and its cluster's name, as far as they are there.
 */
export async function collectionToArrow(collection: Collection, layouts: readonly string[]): Promise<Uint8Array> {
  const { encodeTable, numberRows, texts } = await import('../bundle/table.ts')
  const { pieceColumns } = await import('../bundle/pieces.ts')
  const pieces = await collection.pieces()
  const maps = await Promise.all(layouts.map(async (kind) => collection.layout(kind)))
  const clusters = await collection.clusters()
  const imprints = await collection.imprints().catch(() => undefined)
  return encodeTable({
    ...pieceColumns(pieces),
    ...(imprints !== undefined && { imprint: numberRows(imprints.vectors, imprints.dimensions) }),
    ...Object.fromEntries(
      maps
        .filter((map): map is MapLayout => map !== undefined)
        .map(({ kind, positions }) => [`map_${kind}`, numberRows(positions, 2)]),
    ),
    ...(clusters !== undefined && {
      cluster: texts(Array.from(clusters.labels, (label) => clusters.names[label] ?? '')),
    }),
  })
}
