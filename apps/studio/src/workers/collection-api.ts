/** What the page and the collection worker say to each other. Types only: the page loads nothing of the worker's. */
import type { Collecting } from '../collections/state.ts'
import type { ProviderChoice } from '../state/settings.ts'

/** A folder or a file as the browser hands it over, or a file whose path is known already. */
export type GivenFile = FileSystemHandle | { readonly path: string; readonly file: File }

/** Pictures to be collected. */
export interface Order {
  /** The collection's. */
  readonly id: string
  readonly name: string
  /** What is new; absent to go on with what was begun. */
  readonly given?: { readonly name: string; readonly files: readonly GivenFile[] }
  readonly provider: ProviderChoice
}

/** What happens on the way. */
export type CollectionEvent =
  | ({ readonly type: 'progress' } & Omit<Collecting, 'latest'>)
  | { readonly type: 'picture'; readonly thumbnail: Blob }

/** What came of it. */
interface Collected {
  readonly count: number
  readonly cover: readonly string[]
  readonly problems: readonly { readonly path: string; readonly message: string }[]
}

/** A collection that came as an archive. */
interface Unpacked {
  readonly name: string
  /** Whether more can be added to it. */
  readonly canGrow: boolean
}

/** The worker, seen from the page. One collection at a time; the next waits for its turn. */
export interface CollectionWorker {
  /** Makes a collection. Rejects with an error named `AbortError` when stopped. */
  collect(order: Order, happen: (event: CollectionEvent) => void): Promise<Collected>
  /** Stops the one that is being made; what was done stays done. */
  stop(): void
  /** A collection as a ZIP archive. */
  pack(id: string): Promise<Blob>
  /** The reverse, into a new collection; undefined for an archive of something else. */
  unpack(id: string, archive: Blob): Promise<(Omit<Collected, 'problems'> & Unpacked) | undefined>
}
