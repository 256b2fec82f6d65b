/** What a source holds against what the collection knows of it: which files must be read, and which are gone. */
import { isSidecar } from '../metadata/sidecars.ts'
import type { Found, Source, SourceFile } from '../source.ts'
import type { FileRow } from '../store/rows.ts'

/** What a run has to do with a source. In the order of the source's listing. */
export interface Listing {
  readonly tasks: readonly Task[]
  /** Rows of files that were there and are no longer. */
  readonly gone: readonly FileRow[]
  /** Files that may be sidecars, by their names. */
  readonly sidecars: readonly SourceFile[]
  /** All that was found. */
  readonly count: number
}

/** A row to write, or a file to read. */
export type Task =
  | { readonly kind: 'row'; readonly row: FileRow }
  | { readonly kind: 'read'; readonly source: string; readonly file: SourceFile }

/** How to list. */
export interface ListingOptions {
  /** What is known, by path. */
  readonly known: ReadonlyMap<string, FileRow>
  /** Whether files are read although their stamps are the same. */
  readonly rehash: boolean
  readonly signal: AbortSignal
}

/** Visits a source without reading what is known. */
export async function listSource(source: Source, options: ListingOptions): Promise<Listing> {
  const tasks: Task[] = []
  const seen = new Set<string>()
  const closed: string[] = []
  const sidecars: SourceFile[] = []
  for await (const found of source.list(options.signal)) {
    const path = found.kind === 'file' ? found.file.path : found.problem.path
    seen.add(path)
    if (found.kind === 'problem') closed.push(path)
    else if (isSidecar(path)) sidecars.push(found.file)
    const task = taskOf(source.name, found, options)
    if (task !== undefined) tasks.push(task)
  }
  // What lies in a folder that cannot be read now may still be there.
  const hidden = (path: string): boolean => closed.some((folder) => folder === '' || path.startsWith(`${folder}/`))
  const gone = [...options.known.values()]
    .filter(({ path, gone: was }) => !was && !seen.has(path) && !hidden(path))
    .map((row) => ({ ...row, gone: true }))
  return { tasks, gone, sidecars, count: seen.size }
}

function taskOf(source: string, found: Found, { known, rehash }: ListingOptions): Task | undefined {
  if (found.kind === 'problem') {
    const { path, code, message } = found.problem
    const row = { ...emptyRow(source, path), code, message }
    return sameRow(known.get(path), row) ? undefined : { kind: 'row', row }
  }
  const { file } = found
  const before = known.get(file.path)
  if (file.linkTo !== undefined) {
    const row = { ...rowOf(source, file), linkTo: file.linkTo }
    return sameRow(before, row) ? undefined : { kind: 'row', row }
  }
  // Whether something can be read is decided anew each time: what was busy or forbidden may no longer be.
  const settled = before?.stamp === file.stamp && before.code !== 'unreadable' && before.linkTo === null
  if (!settled || rehash) return { kind: 'read', source, file }
  const row = { ...before, about: aboutOf(file), gone: false }
  return sameRow(before, row) ? undefined : { kind: 'row', row }
}

/** The row of a file of which nothing is known yet but what its source says. */
export const rowOf = (source: string, file: SourceFile): FileRow => ({
  ...emptyRow(source, file.path),
  stamp: file.stamp,
  about: aboutOf(file),
})

const aboutOf = ({ about }: SourceFile): string | null => (about === undefined ? null : JSON.stringify(about))

const emptyRow = (source: string, path: string): FileRow => ({
  source,
  path,
  stamp: '',
  piece: null,
  linkTo: null,
  code: null,
  message: null,
  about: null,
  gone: false,
})

/** Whether a row says what is known already. */
function sameRow(before: FileRow | undefined, row: FileRow): boolean {
  return before !== undefined && (Object.keys(row) as (keyof FileRow)[]).every((key) => before[key] === row[key])
}
