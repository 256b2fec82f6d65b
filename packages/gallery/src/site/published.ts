/** What a site is made of: the works that may be shown, with the files that were approved. Where those came from is not its matter. */
import type { GalleryConfig } from '../config/schema.ts'
import type { WorkText } from '../work/read-work.ts'

/** A file as it is published, byte for byte. */
export interface PublishedFile {
  /** Its name in the work's folder of the site: `dreamy-ada-sun.jpg`. */
  readonly name: string
  /** Where its bytes are on this machine. */
  readonly place: string
  readonly sha256: string
  readonly bytes: number
}

/** What was made of a work. */
export interface PublishedGenerated extends PublishedFile {
  readonly generator: string
  /** Works and generated files that went into it, by port. */
  readonly parents: readonly {
    readonly port: string
    readonly uid: string
    readonly file?: string | undefined
    readonly sha256: string
  }[]
}

/** A work as it is published. */
export interface PublishedWork {
  readonly uid: string
  readonly year: string
  readonly text: WorkText
  readonly picture: PublishedFile
  readonly generated: readonly PublishedGenerated[]
  /** When it was approved: `2026-03-21T14:05:00Z`. */
  readonly approvedAt: string
}

/** A work that was taken down: its address stays, and says so. */
export interface Tombstone {
  readonly uid: string
  readonly at: string
  readonly reason: string | undefined
}

/** What a site is made of. */
export interface Publication {
  /** The real path of the gallery's folder: themes and templates are there. */
  readonly root: string
  readonly config: GalleryConfig
  /** Where the site will be found, ending in a slash. */
  readonly address: string
  /** The commit that it is made from, if there is one. */
  readonly source: string | undefined
  /** By date, the earliest first. */
  readonly works: readonly PublishedWork[]
  readonly tombstones: readonly Tombstone[]
}
