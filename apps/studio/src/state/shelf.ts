/** The shelf: this browser's works, newest first, with their recipes. The index is in IndexedDB, bytes by hash in `files/store`. */
import { create } from 'zustand'
import { database, find, keep, keepOnly } from '../files/store.ts'
import type { FileRef } from '../files/picture.ts'
import { isAlone } from './alone.ts'
import { useDocument, type Settings } from './document.ts'
import { record } from './history.ts'

/** A work as the shelf keeps it. */
export interface Work {
  readonly id: string
  /** When it was made, in milliseconds since 1970. */
  readonly made: number
  readonly name: string
  /** A PNG, or a film as animated WebP; works from elsewhere may be of other formats. */
  readonly kind: 'raster' | 'film'
  /** Media type of the file: the file system does not keep it. */
  readonly type: string
  readonly sha256: string
  readonly width: number
  readonly height: number
  /** A small WebP. */
  readonly thumbnail: Blob
  /** The table as it was when the work was made. */
  readonly settings: Settings
  /** What rendered it: "webgpu", "wasm". */
  readonly provider: string
  /** Taken off the shelf; swept away at the next visit, until then an undo brings it back. */
  readonly deleted?: boolean
}

interface Shelf {
  readonly works: readonly Work[]
  readonly ready: boolean
}

/** The works on the shelf, newest first. */
export const useShelf = create<Shelf>(() => ({ works: [], ready: false }))

const newestFirst = (works: readonly Work[]) => [...works].sort((a, b) => b.made - a.made)

/**
 * Reads the index and sweeps away what was deleted in an earlier visit, with the bytes that no work needs any more, unless
 * another tab is open.
 *
 * @param lying The files on the tables, which stay.
 */
export async function openShelf(lying: readonly FileRef[]): Promise<void> {
  const db = await database()
  const all = (await db.getAll('works')).map(completed)
  const works = all.filter((work) => !work.deleted)
  useShelf.setState({ works: newestFirst(works), ready: true })
  // Another tab may be about to put a work on the shelf, or to take one back.
  if (!(await isAlone())) return
  for (const work of all) if (work.deleted) await db.delete('works', work.id)
  const used = works.flatMap(({ settings: { inputs, files } }) => [
    ...Object.values(inputs).flat(),
    ...Object.values(files).flat(),
  ])
  await keepOnly(new Set([...works, ...lying, ...used].map(({ sha256 }) => sha256)))
}

const nothing = { files: {}, collections: {}, pieces: {}, edits: [] }

/** Works of earlier versions had fewer parts. */
function completed(work: Work): Work {
  return { ...work, settings: { ...nothing, ...work.settings } }
}

/** Puts a work on the shelf. Not a step of its own in the history: making it was. */
export async function shelve(work: Work, bytes: Blob): Promise<void> {
  // The browser may else clear it away when it needs room.
  void navigator.storage?.persist?.()
  await keep(work.sha256, bytes)
  await (await database()).put('works', work)
  useShelf.setState(({ works }) => ({ works: newestFirst([work, ...works.filter((one) => one.id !== work.id)]) }))
}

/** The work of that id, if it is on the shelf. */
export const workOf = (id: string | undefined): Work | undefined =>
  id === undefined ? undefined : useShelf.getState().works.find((work) => work.id === id)

/**
 * The file of a work.
 *
 * @throws When the browser has cleared it away.
 */
export async function fileOf(work: Work): Promise<Blob> {
  const bytes = await find(work.sha256)
  if (!bytes) throw new Error(`The file of “${work.name}” is gone: the browser has cleared its storage.`)
  return bytes.slice(0, bytes.size, work.type)
}

/** Takes a work off the shelf, and off the table where it is shown; an undo puts it back. */
export function discard(work: Work): void {
  const shown = useDocument.getState().work === work.id
  const mark = (deleted: boolean) => {
    useShelf.setState(({ works }) => {
      const others = works.filter((one) => one.id !== work.id)
      return { works: deleted ? others : newestFirst([...others, work]) }
    })
    if (shown) useDocument.setState({ work: deleted ? undefined : work.id })
    void database().then((db) => db.put('works', deleted ? { ...work, deleted } : work))
  }
  mark(true)
  record({ label: `Delete “${work.name}”`, undo: () => mark(false), redo: () => mark(true) })
}
