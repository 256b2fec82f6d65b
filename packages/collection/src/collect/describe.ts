/** Words of pieces: what sidecars, lists, the files and their names say, under what a person has set. */
import type { Metadata } from '../metadata/metadata.ts'
import { describePicture } from '../metadata/describe.ts'
import { withReadMetadata } from '../metadata/edits.ts'
import { readSidecars, type Sidecars } from '../metadata/sidecars.ts'
import type { Piece } from '../piece.ts'
import type { SourceFile } from '../source.ts'
import type { FileRow, StoredPiece } from '../store/rows.ts'
import type { Words } from '../store/words.ts'
import type { Places } from './pieces.ts'

/** What words are made of. */
export interface Wordings {
  readonly pieces: readonly StoredPiece[]
  readonly places: Places
  /** Files that may be sidecars, of each source that was visited. */
  readonly sidecars: ReadonlyMap<string, readonly SourceFile[]>
  /** What was said before. */
  readonly stored: readonly Words[]
  /** The pieces of the bundle as it is: what people set, they set there. */
  readonly bundled: readonly Piece[]
}

/** Words of all pieces that there are and have been, by identifier, and sentences on sidecars that cannot be read. */
export async function describePieces(given: Wordings): Promise<{
  readonly words: ReadonlyMap<string, Words>
  readonly problems: readonly { readonly source: string; readonly path: string; readonly message: string }[]
}> {
  const { pieces, places, stored, bundled } = given
  const visited = await readAll(given)
  const words = new Map(stored.map((each) => [each.id, each]))
  for (const { id, title, author, link, license, tags, year, edited } of bundled)
    words.set(id, { id, title, author, link, license, tags, year, edited })
  for (const { id, embedded } of pieces) {
    const found = places.get(id)
    const before = words.get(id)
    const source = found?.[0]?.source
    // Of a source that is not visited now, the sidecars are not at hand.
    if (found === undefined || source === undefined || (before !== undefined && !visited.has(source))) continue
    const own = found.filter((row) => row.source === source).map(({ path }) => path)
    const read = describePicture({
      paths: own,
      sidecar: first(own.map((path) => visited.get(source)?.about(path))),
      listed: first(found.map(aboutOf)),
      embedded: embedded === '' ? undefined : (JSON.parse(embedded) as Metadata),
    })
    words.set(id, { id, ...withReadMetadata(before, read) })
  }
  const problems = [...visited].flatMap(([source, sidecars]) =>
    sidecars.problems.map((problem) => ({ source, ...problem })),
  )
  return { words, problems }
}

async function readAll({ sidecars, places }: Wordings): Promise<Map<string, Sidecars>> {
  const read = new Map<string, Sidecars>()
  for (const [source, files] of sidecars) {
    const paths = [...places.values()].flat().filter((row) => row.source === source)
    // oxlint-disable-next-line no-await-in-loop -- tables may be large
    read.set(source, await readSidecars(files, new Set(paths.map(({ path }) => path))))
  }
  return read
}

const aboutOf = ({ about }: FileRow): Metadata | undefined =>
  about === null ? undefined : (JSON.parse(about) as Metadata)

const first = <Value>(values: readonly (Value | undefined)[]): Value | undefined =>
  values.find((value) => value !== undefined)
