/** What is made of the tables when all is stored: words, imprints, neighbours, maps, and the bundle with all of them. */
import { createRuntime } from '@reverie/runtime/node'
import { openBundle, type Bundle } from '../bundle/open.ts'
import { writeBundle, type BundleContents } from '../bundle/write.ts'
import { CollectionError } from '../error.ts'
import { folderFiles } from '../files/folder.ts'
import { decodeWhitening, encodeWhitening, whiteningAttachment } from '../imprint/whitening-bytes.ts'
import { clustersOf } from '../maps/index.ts'
import { neighbourListsInNode } from '../neighbours/approximate.ts'
import type { Piece } from '../piece.ts'
import type { Problem, SourceFile } from '../source.ts'
import type { FileRow } from '../store/rows.ts'
import { describePieces } from './describe.ts'
import { imprintsOf } from './imprints.ts'
import { mapsOf } from './maps.ts'
import { pieceOf, placesOf } from './pieces.ts'
import type { Run } from './run.ts'

/** Neighbours that are kept of each piece: t-SNE looks at 30. */
const NEIGHBOURS = 32

/** What is to be finished. */
export interface Finishing {
  /** Rows of all files. */
  readonly rows: readonly FileRow[]
  /** Files that may be sidecars, of each source that was visited. */
  readonly sidecars: ReadonlyMap<string, readonly SourceFile[]>
}

/** Writes the bundle. @returns sidecars that could not be read */
export async function finish(run: Run, { rows, sidecars }: Finishing): Promise<Problem[]> {
  const { store, folder, description } = run
  const { id, sha256, dimensions } = description.model
  const files = folderFiles(folder)
  const before = await openKept(run)
  const bundled = (await before?.pieces()) ?? []
  const places = placesOf(rows)
  const pieces = await store.pieces()
  const stored = await store.words()
  const { words, problems } = await describePieces({ pieces, places, sidecars, stored, bundled })
  if (JSON.stringify(stored) !== JSON.stringify([...words.values()])) {
    await run.check()
    await store.replaceWords([...words.values()])
  }
  const present = pieces.flatMap((piece, row) => {
    const own = places.get(piece.id)
    const said = words.get(piece.id)
    return own === undefined || said === undefined ? [] : [{ piece: pieceOf(piece, own, said), row }]
  })
  const contents = await contentsOf(
    run,
    present.map(({ piece }) => piece),
    present.map(({ row }) => row),
    before,
  )
  await run.check()
  await writeBundle(files, { name: description.name, ...contents, about: { model: { id, sha256, dimensions } } })
  return problems.map((problem) => ({ ...problem, code: 'unreadable' }))
}

/** The bundle as it is; none when it is not there or damaged, since it is made from the tables again. */
async function openKept({ folder, before }: Run): Promise<Bundle | undefined> {
  if (before === undefined) return undefined
  try {
    const bundle = await openBundle(folderFiles(folder))
    await bundle.pieces()
    return bundle
  } catch (error) {
    if (error instanceof CollectionError) return undefined
    throw error
  }
}

async function contentsOf(
  { store, description, signal, progress }: Run,
  pieces: readonly Piece[],
  rows: readonly number[],
  before: Bundle | undefined,
): Promise<Omit<BundleContents, 'name'>> {
  if (pieces.length === 0) return { pieces }
  const steps = 7
  let done = 0
  const begin = (stage: string): void => {
    signal.throwIfAborted()
    progress({ stage, done: done++, total: steps })
  }
  const runtime = await createRuntime()
  try {
    begin('imprints')
    const kept = await before?.attachment(whiteningAttachment)
    const { imprints, whitening } = await imprintsOf(
      { runtime, store, dimensions: description.model.dimensions },
      rows,
      kept === undefined ? undefined : decodeWhitening(kept),
    )
    begin('neighbours')
    const neighbours = await neighbourListsInNode(runtime, imprints, NEIGHBOURS, { signal })
    const layouts = await mapsOf({ pieces, lists: neighbours, before, signal, begin })
    begin('clusters')
    const clusters = await clustersOf(neighbours, pieces, { signal })
    const attachments = { [whiteningAttachment]: encodeWhitening(whitening) }
    return { pieces, imprints, neighbours, layouts, clusters, attachments }
  } finally {
    await runtime.dispose()
  }
}
