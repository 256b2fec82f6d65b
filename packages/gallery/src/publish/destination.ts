/** Where a site goes: a folder, or a branch of a repository. */
import type { SiteFiles } from './manifest.ts'

/** What was published before, on this machine. */
export interface Previous {
  readonly folder: string
  readonly files: SiteFiles
}

/** What came of it. */
interface Placed {
  /** The commit, when a branch got one. */
  readonly commit?: string | undefined
  /** Whether everything was as it is already. */
  readonly unchanged: boolean
  /** How many files of others stayed. */
  readonly kept: number
}

/** A place that a site can be put to. */
export interface Destination {
  readonly previous: Previous | undefined
  /**
   * Puts a site there, whole or not at all.
   * @param make makes it in an empty folder, given the paths of files of others that stay
   * @throws GalleryError when a file of others is in the way, or somebody else published meanwhile
   */
  readonly put: (make: (folder: string, others: readonly string[]) => Promise<SiteFiles>) => Promise<Placed>
  /** Removes what was written for it elsewhere. */
  readonly close: () => Promise<void>
}
