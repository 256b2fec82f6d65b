/** Setting by hand what is said of pieces. It is kept in the bundle, and every new import leaves it alone. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openBundle } from './bundle/open.ts'
import { replacePieces } from './bundle/write.ts'
import { CollectionError } from './error.ts'
import { folderFiles } from './files/folder.ts'
import { editMetadata, editsFromRow, parseEdits } from './metadata/edits.ts'
import { metadataFields } from './metadata/metadata.ts'
import { parseCsv, parseJsonRows } from './metadata/table.ts'
import { openCollection } from './open-collection.ts'
import type { Piece } from './piece.ts'
import { samplesName } from './sample-collection.ts'
import { takeLock } from './store/lock.ts'

/** What to change. */
export interface EditOptions {
  /** Pieces by id, or by path; all of a folder with a `/` at its end. */
  readonly pieces?: readonly string[]
  /** `field=value`, `tags+=…`, `tags-=…` (see `parseEdits`). */
  readonly set?: readonly string[]
  /** Fields that the next import may set again. */
  readonly release?: readonly string[]
  /** An edited table: CSV or JSON with the columns of `piecesToCsv`, by id, or else by filename. */
  readonly table?: { readonly name: string; readonly bytes: Uint8Array }
}

/**
 * Changes what is said of pieces of a collection, all of it or nothing.
 * @param folder the collection's
 * @returns the pieces that changed, as they are now
 * @throws CollectionError when there is no such piece or field, or the collection is being written
 */
export async function editCollection(folder: string, options: EditOptions): Promise<Piece[]> {
  if (folder === samplesName && !existsSync(folder))
    throw new CollectionError(
      'The samples come with Reverie and stay as they are: pack them with reverie export samples -o samples.zip, unpack that, and edit what you have unpacked.',
    )
  await (await openCollection(folder)).close()
  const lock = await takeLock(resolve(folder))
  try {
    const files = folderFiles(folder)
    const pieces = await (await openBundle(files)).pieces()
    const after = edited(pieces, options)
    const changed = after.filter((piece, row) => piece !== pieces[row])
    await lock.check()
    if (changed.length > 0) await replacePieces(files, after)
    return changed
  } finally {
    await lock.release()
  }
}

function edited(
  pieces: readonly Piece[],
  { pieces: named = [], set = [], release = [], table }: EditOptions,
): Piece[] {
  const unknown = release.find((field) => !(metadataFields as readonly string[]).includes(field))
  if (unknown !== undefined)
    throw new CollectionError(`"${unknown}" is no field that can be set: there are ${metadataFields.join(', ')}.`)
  const chosen = new Set(named.flatMap((name) => find(pieces, name)))
  const rows = table === undefined ? new Map<string, object>() : rowsOf(pieces, table)
  return pieces.map((piece) => {
    const fromTable = rows.has(piece.id) ? editsFromRow(piece, rows.get(piece.id) as object) : {}
    const byHand = chosen.has(piece.id) ? parseEdits({ ...piece, ...fromTable }, set) : {}
    const changes = { ...fromTable, ...byHand }
    const released = chosen.has(piece.id) ? release.filter((field) => piece.edited.includes(field)) : []
    return Object.keys(changes).length + released.length === 0 ? piece : editMetadata(piece, changes, released)
  })
}

function find(pieces: readonly Piece[], name: string): string[] {
  const found = pieces.filter(({ id, paths }) => {
    if (id === name || paths.includes(name)) return true
    return name.endsWith('/') && paths.some((path) => path.startsWith(name))
  })
  if (found.length > 0) return found.map(({ id }) => id)
  throw new CollectionError(
    `There is no piece "${name}" in the collection: give its id, its path, or a folder with "/".`,
  )
}

/** Rows of an edited table by the piece that they are about. */
function rowsOf(
  pieces: readonly Piece[],
  { name, bytes }: { name: string; bytes: Uint8Array },
): Map<string, object> {
  const { rows } = /\.json$/i.test(name) ? parseJsonRows(bytes, name) : parseCsv(bytes, name)
  const byName = new Map(
    pieces.flatMap((piece) => [piece.id, ...piece.paths].map((key) => [key, piece.id] as const)),
  )
  const found = new Map<string, object>()
  for (const row of rows) {
    const id = [row.get('id'), row.get('filename')]
      .map((key) => byName.get(String(key)))
      .find((each) => each !== undefined)
    if (id !== undefined) found.set(id, Object.fromEntries(row))
  }
  if (found.size === 0)
    throw new CollectionError(`"${name}" is about none of the pieces: it needs a column "id" or "filename".`)
  return found
}
