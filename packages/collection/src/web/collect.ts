/**
 * A collection made in a browser, in three steps that each may be interrupted at any moment: pictures are taken in, looked
 * at, and arranged into a bundle. Begun again it goes on where it was; with a source it takes in what is new there.
 *
 * ```
 * folder, files, zip ─ take in ─ originals, journal ─ look ─ thumbnails, features, journal ─ arrange ─ bundle
 * ```
 */
import type { Progress } from '@reverie/jobs'
import type { Model } from '@reverie/models'
import type { Runtime } from '@reverie/runtime'
import { openImprinter } from '../imprint/imprinter.ts'
import type { Piece } from '../piece.ts'
import type { Problem, Source } from '../source.ts'
import { privateFiles } from '../files/private.ts'
import { arrange } from './arrange.ts'
import { openJournal } from './journal.ts'
import { lookAt } from './look.ts'
import type { Measured } from './measure.ts'
import { quickFiles } from './quick-files.ts'
import { takeIn } from './take-in.ts'

/** What happens on the way. */
export type CollectEvent =
  | { readonly type: 'taking'; readonly taken: number; readonly problems: number }
  | { readonly type: 'looking'; readonly progress: Progress }
  /** A picture was looked at: its smallest thumbnail, as WebP. */
  | { readonly type: 'picture'; readonly thumbnail: Uint8Array }
  | { readonly type: 'arranging'; readonly stage: string; readonly share: number }

/** How a collection is made. */
export interface CollectInBrowserOptions {
  /** The collection's own, in OPFS. */
  readonly folder: FileSystemDirectoryHandle
  readonly name: string
  /** Where new pictures come from; without, what was begun goes on. */
  readonly source?: Source | undefined
  readonly model: () => Promise<Model>
  readonly runtime: () => Promise<Runtime>
  /** Measures a picture (`measureInBrowser`), best in another worker. */
  readonly measure: (bytes: Uint8Array, name: string) => Promise<Measured>
  /** Pictures under way at once: a few more than there are workers that measure. */
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly happen: (event: CollectEvent) => void
}

/** What came of it. */
export interface CollectedInBrowser {
  readonly pieces: readonly Piece[]
  /** Pictures that could not be taken, and why. */
  readonly problems: readonly Problem[]
}

/**
 * Makes a collection, or goes on with one. Call it in a worker.
 * @throws the signal's reason; DOMException named QuotaExceededError when the browser's room does not suffice; ModelError,
 *   RuntimeError when the network cannot run; CollectionError when the journal is damaged
 */
export async function collectInBrowser(options: CollectInBrowserOptions): Promise<CollectedInBrowser> {
  const { folder, source, signal, happen, measure, concurrency, name } = options
  const files = privateFiles(folder)
  const quick = quickFiles(folder, files)
  const journal = await openJournal(files)
  if (source !== undefined)
    await takeIn(source, {
      files: quick,
      journal,
      signal,
      onFile: (taken, problems) => happen({ type: 'taking', taken, problems }),
    })
  const network = once(async () =>
    openImprinter({ model: await options.model(), runtime: await options.runtime() }),
  )
  try {
    await lookAt({
      files: quick,
      journal,
      measure,
      network,
      concurrency,
      signal,
      onProgress: (progress) => happen({ type: 'looking', progress }),
      onPicture: (thumbnail) => happen({ type: 'picture', thumbnail }),
    })
    const { modelId: id, sha256, dimensions } = await network()
    const pieces = await arrange({
      files,
      journal,
      name,
      runtime: options.runtime,
      model: { id, sha256, dimensions },
      signal,
      onStage: (stage, share) => happen({ type: 'arranging', stage, share }),
    })
    return { pieces, problems: problemsIn(journal) }
  } finally {
    if (network.isMade()) await (await network()).close()
  }
}

/** Of a picture that was bad at first and good later, nothing is told. */
function problemsIn({ taken, seen }: Awaited<ReturnType<typeof openJournal>>): Problem[] {
  const good = new Set(taken.flatMap(({ files }) => files.map(({ path }) => path)))
  return [
    ...taken.flatMap(({ problems }) => problems).filter(({ path }) => !good.has(path)),
    ...seen.flatMap(({ bad }) => bad.map(({ problem }) => problem)),
  ]
}

function once<T>(make: () => Promise<T>): (() => Promise<T>) & { isMade(): boolean } {
  let made: Promise<T> | undefined
  return Object.assign(() => (made ??= make()), { isMade: () => made !== undefined })
}
