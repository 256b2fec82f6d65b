/** What the journal says was taken in, by path and by picture. */
import type { Journal, TakenFile } from './journal.ts'

/** A picture with all the paths that it lies at. */
export interface TakenFileAt extends TakenFile {
  /** Sorted; `path` is the first that was found. */
  readonly paths: readonly string[]
}

type Taken = Pick<Journal, 'taken'>

/** The stamps of a source's files that are there, by path. */
export function stampsTaken(journal: Taken, source: string): Map<string, string> {
  const all = [...filesThere(journal).values(), ...sidecarsTaken(journal)]
  const files = all.filter((file) => file.source === source)
  return new Map(files.map(({ path, stamp }) => [path, stamp]))
}

/** The pictures that are there, in the order in which they came. */
export function picturesTaken(journal: Taken): TakenFileAt[] {
  const pictures = new Map<string, TakenFileAt>()
  for (const file of filesThere(journal).values()) {
    const same = pictures.get(file.sha256)
    const paths = [...(same?.paths ?? []), file.path].sort()
    pictures.set(file.sha256, { ...(same ?? file), paths })
  }
  return [...pictures.values()]
}

/** Tables and notes that are there. */
export const sidecarsTaken = (journal: Taken): TakenFile[] => [...latest(journal, 'sidecars').values()]

const filesThere = (journal: Taken): Map<string, TakenFile> => latest(journal, 'files')

function latest({ taken }: Taken, kind: 'files' | 'sidecars'): Map<string, TakenFile> {
  const files = new Map<string, TakenFile>()
  for (const { [kind]: list, gone } of taken) {
    for (const file of list) files.set(keyOf(file), file)
    for (const file of gone) files.delete(keyOf(file))
  }
  return files
}

const keyOf = ({ source, path }: { source: string; path: string }) => `${source}\n${path}`
