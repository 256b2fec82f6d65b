/** Takes what came of units, in order, and stores it in batches. */
import type { FileRow, PieceRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { Measured, UnitOutput } from './measure-pictures.ts'
import type { Entry } from './units.ts'

/** A batch is stored when it has so many pieces, or so many rows of files, or after so many milliseconds. */
const PIECES = 64
const ROWS = 4096
const MILLISECONDS = 5000

/** Stores outcomes. */
export interface Recorder {
  /** Pieces that were added so far. */
  readonly added: number
  /** A unit is stored whole or not at all, so that what remains after a kill is the same units again. */
  take(entries: readonly Entry[], output: UnitOutput): Promise<void>
  /** Stores what is left. */
  flush(): Promise<void>
}

/**
 * @param first the place of the next piece in the collection
 * @param stored identifiers that are in the collection; added to
 * @param write called for each batch that is stored
 */
export function createRecorder(
  store: Store,
  stored: Set<string>,
  write: (store: () => Promise<void>) => Promise<void>,
): Recorder {
  const refused = new Map<string, Extract<Measured, { ok: false }> & { readonly path: string }>()
  let order = stored.size
  let added = 0
  let pieces: PieceRow[] = []
  let files: FileRow[] = []
  let last = performance.now()
  const flush = async (): Promise<void> => {
    // Pieces first: a file that names a piece must find it.
    if (pieces.length + files.length > 0)
      await write(async () => {
        await store.addPieces(pieces)
        await store.addFiles(files)
      })
    pieces = []
    files = []
    last = performance.now()
  }
  const settle = (row: FileRow, id: string, measured?: Measured): FileRow => {
    if (stored.has(id)) return { ...row, piece: id }
    const bad = measured?.ok === false ? { ...measured, path: row.path } : refused.get(id)
    if (bad === undefined) throw new Error(`Nothing is known of the content of "${row.path}".`)
    refused.set(id, bad)
    const message =
      bad.path === row.path ? bad.message : `"${row.path}" has the same content as "${bad.path}": ${bad.message}`
    return { ...row, code: bad.code, message }
  }
  return {
    get added() {
      return added
    },
    take: async (entries, { pictures }) => {
      const measured = pictures.values()
      for (const entry of entries) {
        if (entry.kind === 'row') files.push(entry.row)
        else if (entry.kind === 'copy') files.push(settle(entry.row, entry.id))
        else {
          const id = entry.picture.sha256.slice(0, 16)
          const outcome = measured.next().value as Measured
          if (outcome.ok && !stored.has(id)) {
            pieces.push({ ...outcome.piece, order: order++, features: outcome.features })
            stored.add(id)
            added++
          }
          files.push(settle(entry.row, id, outcome))
        }
      }
      if (pieces.length >= PIECES || files.length >= ROWS || performance.now() - last > MILLISECONDS) await flush()
    },
    flush,
  }
}
