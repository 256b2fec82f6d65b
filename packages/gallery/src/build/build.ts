/**
 * Builds a gallery: makes of each work what the generators of `gallery.yaml` say. What is there already, made of the same, is
 * kept; so an interrupted build goes on where it was, and a changed work costs itself and what was made from it.
 */
import type { Fetcher } from '@reverie/collection/node'
import type { LoadOptions } from '../load/works.ts'
import type { Problem } from '../problem.ts'
import type { BuildEstimate } from './estimate.ts'

/** What to build. */
export interface BuildOptions extends LoadOptions {
  /** Says what the build would take, and makes nothing. */
  readonly estimateOnly?: boolean | undefined
  /** Told, before the first file, what a long build will take. */
  readonly onEstimate?: ((estimate: BuildEstimate) => void) | undefined
  readonly onProgress?: ((step: { stage: string; done: number; total: number }) => void) | undefined
  /** Told of each file that was made. */
  readonly onMade?: ((made: MadeFile) => void) | undefined
  /** What plug-ins fetch with; the public Internet alone unless said. */
  readonly openFetcher?: ((caps: { readonly maxBytes: number; readonly seconds: number }) => Fetcher) | undefined
}

/** A file that was made. */
export interface MadeFile {
  readonly uid: string
  /** Its name in `generated/<uid>`. */
  readonly file: string
  readonly generator: string
  readonly sha256: string
  readonly bytes: number
  readonly milliseconds: number
}

/** What was built. */
export interface BuildReport {
  readonly title: string
  readonly made: readonly MadeFile[]
  /** How many files were there already. */
  readonly kept: number
  /** Paths of files that are not asked for any more. */
  readonly removed: readonly string[]
  /** Why works, or files of them, are missing above. */
  readonly problems: readonly Problem[]
  readonly milliseconds: number
  /** When that was asked for. */
  readonly estimate: BuildEstimate | undefined
}

/**
 * Builds a gallery.
 * @throws GalleryError when the folder is no gallery; the signal's reason, and then what was finished is there
 */
export async function buildGallery(options: BuildOptions): Promise<BuildReport> {
  // Instruments are loaded by whoever builds, and not by whoever checks.
  const { runBuild } = await import('./run-build.ts')
  return runBuild(options)
}
