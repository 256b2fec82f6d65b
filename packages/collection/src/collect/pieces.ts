/** Rows of the tables as pieces. */
import type { Piece } from '../piece.ts'
import type { FileRow, StoredPiece } from '../store/rows.ts'
import type { Words } from '../store/words.ts'

/** Where the content of each piece lies: the paths that are there, the first one found first. */
export type Places = ReadonlyMap<string, readonly FileRow[]>

/** Finds the places of all pieces; links count as places of what they lead to. */
export function placesOf(rows: readonly FileRow[]): Places {
  const places = new Map<string, FileRow[]>()
  const byPath = new Map(rows.map((row) => [`${row.source}\0${row.path}`, row]))
  for (const pass of ['files', 'links'] as const)
    for (const row of rows) {
      if (row.gone || (row.linkTo === null) !== (pass === 'files')) continue
      const target = row.linkTo === null ? row : byPath.get(`${row.source}\0${row.linkTo}`)
      if (target === undefined || target.piece === null || target.gone) continue
      const list = places.get(target.piece)
      if (list === undefined) places.set(target.piece, [row])
      else list.push(row)
    }
  return places
}

/** A piece of what is stored, where it lies and what is said of it. */
export function pieceOf(stored: StoredPiece, places: readonly FileRow[], words: Words): Piece {
  const [first] = places
  if (first === undefined) throw new RangeError(`The piece "${stored.id}" lies nowhere.`)
  const { embedded: _, ...facts } = stored
  return {
    ...facts,
    ...words,
    id: stored.id,
    path: first.path,
    paths: places.map(({ path }) => path).toSorted(),
    source: first.source,
    removed: false,
  }
}
