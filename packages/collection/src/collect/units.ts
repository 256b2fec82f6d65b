/** Files are read and bound into units: a few pictures that are measured together, with all that lies between them. */
import type { Unit } from '@reverie/jobs'
import type { FileRow } from '../store/rows.ts'
import type { Task } from './listing.ts'
import { rowOf } from './listing.ts'
import { idOf, type PictureInput } from './measure-pictures.ts'
import { readAhead } from './read-ahead.ts'
import { readFile } from './read-file.ts'
import { sharedClock, type StageSeconds } from './stages.ts'

/** What is to be written of a path, in the order of the listing. */
export type Entry =
  | { readonly kind: 'row'; readonly row: FileRow }
  /** Its content is that of another path, which comes earlier or is in the collection. */
  | { readonly kind: 'copy'; readonly row: FileRow; readonly id: string }
  | { readonly kind: 'picture'; readonly row: FileRow; readonly picture: PictureInput }

/** Pictures that are imprinted at once. Small units keep all threads busy to the end, and lose little when killed. */
const UNIT = 8
/** Entries without pictures are not kept waiting for ever. */
const MOST_ENTRIES = 512
const READ_AHEAD = 16

/** What is known of contents while units are made. */
export interface Contents {
  /** Whether a content need not be measured. It is taken note of otherwise. */
  claim(id: string): Promise<boolean>
}

/** Units in the order of the tasks; their keys count from 0. The same tasks and contents give the same units. */
export async function* unitsOf(
  tasks: Iterable<Task>,
  contents: Contents,
  seconds: StageSeconds,
): AsyncGenerator<Unit<readonly Entry[]>, void, void> {
  let entries: Entry[] = []
  let pictures = 0
  let key = 0
  const clock = sharedClock(seconds, 'read')
  const entriesOf = readAhead(tasks, async (task) => entryOf(task, clock), {
    ahead: READ_AHEAD,
    bytesOf: (task) => (task.kind === 'read' ? (task.file.bytes ?? 0) : 0),
  })
  for await (const read of entriesOf) {
    const entry =
      read.kind === 'picture' && (await contents.claim(idOf(read.picture.sha256)))
        ? { kind: 'copy' as const, row: read.row, id: idOf(read.picture.sha256) }
        : read
    entries.push(entry)
    if (entry.kind === 'picture') pictures++
    if (pictures < UNIT && entries.length < MOST_ENTRIES) continue
    yield { key: String(key++), input: entries }
    entries = []
    pictures = 0
  }
  if (entries.length > 0) yield { key: String(key), input: entries }
}

async function entryOf(task: Task, clock: ReturnType<typeof sharedClock>): Promise<Entry> {
  if (task.kind === 'row') return task
  const { file, source } = task
  const read = await clock(async () => readFile(file))
  const row = rowOf(source, file)
  if (!read.ok) return { kind: 'row', row: { ...row, code: read.code, message: read.message } }
  const noted =
    read.wrongEnding === null ? row : { ...row, code: 'wrong-ending' as const, message: read.wrongEnding }
  return { kind: 'picture', row: noted, picture: { path: file.path, sha256: read.sha256, bytes: read.bytes } }
}
