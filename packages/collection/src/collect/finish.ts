/** What is made of the tables when all is stored: words, imprints, neighbours, maps, and the bundle with all of them. */
import { writeBundle } from '../bundle/write.ts'
import { folderFiles } from '../files/folder.ts'
import type { FileRow } from '../store/rows.ts'
import { pieceOf, placesOf } from './pieces.ts'
import type { Run } from './run.ts'

/** Writes the bundle. @param rows of all files */
export async function finish(run: Run, rows: readonly FileRow[]): Promise<void> {
  const { store, folder, description } = run
  const places = placesOf(rows)
  const stored = await store.pieces()
  const present = stored.flatMap((piece, row) => (places.has(piece.id) ? [{ piece, row }] : []))
  const pieces = present.map(({ piece }) =>
    pieceOf(piece, places.get(piece.id) ?? [], {
      id: piece.id,
      title: '',
      author: '',
      link: '',
      license: '',
      tags: [],
      year: null,
      edited: [],
    }),
  )
  await writeBundle(folderFiles(folder), { name: description.name, pieces })
}
