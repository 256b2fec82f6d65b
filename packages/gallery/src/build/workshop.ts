/** What the files of a build are made with, and of. */
import type { Fetcher } from '@reverie/collection/node'
import type { Host } from '@reverie/instruments'
import type { Gallery } from '../check/gallery.ts'
import type { GalleryWork } from '../load/works.ts'
import type { Pictures, Source } from './open-pictures.ts'
import { generated, submitted } from './open-pictures.ts'
import type { StepInput } from './plan.ts'
import type { Records } from './records.ts'

/** What a build works with. */
export interface Workshop {
  readonly gallery: Gallery
  readonly works: ReadonlyMap<string, GalleryWork>
  readonly records: Records
  readonly pictures: Pictures
  /** One for all: a network is opened once. */
  readonly host: Host
  /** Opened when a plug-in first fetches. */
  readonly fetcher: () => Fetcher
  readonly signal: AbortSignal
  /** Told how far the file at hand is, 0 to 1. */
  readonly onShare: (stage: string, share: number) => void
}

/** The file of an input; undefined when it could not be made. */
export function sourceOf({ works, records }: Workshop, { uid, file }: StepInput): Source | undefined {
  if (file === undefined) {
    const work = works.get(uid)
    return work === undefined || work.kind === 'media' ? undefined : submitted(work)
  }
  const entry = records.get(uid, file)
  return entry === undefined ? undefined : generated(uid, entry)
}
