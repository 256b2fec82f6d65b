import { metadataFromPath } from './from-path.ts'
import { mergeMetadata, type Metadata } from './metadata.ts'

/** Where something is said of a picture. */
export interface Accounts {
  /** Paths of the picture in its source; all give tags, the first gives the title. */
  readonly paths: readonly string[]
  /** What lies beside it (`readSidecars`). */
  readonly sidecar?: Metadata | undefined
  /** What the source itself says (`SourceFile.about`): a list's record, a feed's entry. */
  readonly listed?: Metadata | undefined
  /** What the file itself says (`readEmbedded`). */
  readonly embedded?: Metadata | undefined
}

/** All that is known of a picture: sidecars before lists before the picture itself before its name. Tags of all together. */
export function describePicture({ paths, sidecar, listed, embedded }: Accounts): Required<Metadata> {
  return mergeMetadata([sidecar ?? {}, listed ?? {}, embedded ?? {}, ...paths.map(metadataFromPath)])
}
