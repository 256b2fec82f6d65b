/** A run, from the listing of sources to the bundle. */
import type { Problem, Source } from '../source.ts'
import { writeDescription, type Description } from '../store/description.ts'
import type { FileRow } from '../store/rows.ts'
import { type Store } from '../store/store.ts'
import { finish } from './finish.ts'
import { listSource, type Listing } from './listing.ts'
import { measureAll, type Pass } from './measure-all.ts'
import type { CollectReport } from './report.ts'
import { summarize } from './summary.ts'

/** How far a run is. */
export interface CollectProgress {
  /** What is done, in a few words. */
  readonly stage: string
  /** Each stage counts from 0. */
  readonly done: number
  readonly total: number
  /** What is counted; absent where parts of a stage are. */
  readonly unit?: 'pictures'
}

/** All that a run works with. */
export interface Run {
  /** The collection's. */
  readonly folder: string
  readonly store: Store
  /** What the collection said of itself before. */
  readonly before: Description | undefined
  readonly description: Description
  readonly sources: readonly Source[]
  readonly threads: number
  readonly rehash: boolean
  readonly signal: AbortSignal
  readonly progress: (progress: CollectProgress) => void
  /** @throws CollectionError when the collection is no longer ours to write */
  readonly check: () => Promise<void>
}

/** Does it. @param started when the call began, on the clock of performance.now() */
export async function perform(run: Run, started: number): Promise<CollectReport> {
  const { store, folder, description, before } = run
  run.progress({ stage: 'looking', done: 0, total: 1 })
  const rows = await store.files()
  const listings = await list(run, rows)
  const tasks = listings.flatMap((listing) => listing.tasks)
  const gone = listings.flatMap((listing) => listing.gone)
  const changed = tasks.length + gone.length > 0
  if (changed || !sameDescription(before, description)) await writeDescription(folder, description)
  const sidecarProblems: Problem[] = []
  const pass: Pass | undefined = tasks.length === 0 ? undefined : await measureAll(run, tasks)
  if (gone.length > 0) {
    await run.check()
    await store.addFiles(gone)
  }
  const after = changed ? await store.files() : rows
  if (changed && after.length < rows.length + tasks.length + gone.length) {
    // Rows that are no longer true go.
    await run.check()
    await store.replaceFiles(after)
  }
  if (changed || before?.bundled !== true) {
    await run.check()
    await store.tidy()
    const sidecars = new Map(listings.map((listing, index) => [run.sources[index]?.name ?? '', listing.sidecars]))
    sidecarProblems.push(...(await finish(run, { rows: after, sidecars })))
    await writeDescription(folder, { ...description, bundled: true })
  }
  return summarize({
    run,
    rows: { before: rows, after },
    found: listings.map(({ count }) => count),
    pass,
    sidecarProblems,
    started,
  })
}

async function list({ sources, rehash, signal }: Run, rows: readonly FileRow[]): Promise<Listing[]> {
  const listings: Listing[] = []
  for (const source of sources) {
    const own = rows.filter((row) => row.source === source.name)
    const known = new Map(own.map((row) => [row.path, row]))
    // oxlint-disable-next-line no-await-in-loop -- pieces come in the order of the sources
    listings.push(await listSource(source, { known, rehash, signal }))
  }
  return listings
}

function sameDescription(before: Description | undefined, now: Description): boolean {
  return JSON.stringify({ ...before, bundled: false }) === JSON.stringify({ ...now, bundled: false })
}
