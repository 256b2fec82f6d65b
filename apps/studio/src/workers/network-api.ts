/** What the page and the network worker say to each other. Types only: the page loads nothing of the worker's. */
import type { ModelDescription, Parameters } from '../instrument.ts'
import type { ProviderChoice } from '../state/settings.ts'

/** A picture on its way into an instrument. */
export interface JobPicture {
  readonly name: string
  readonly sha256: string
  readonly bytes: Blob
}

/** A work to be made. */
export interface Job {
  readonly instrument: string
  readonly parameters: Parameters
  readonly seed: number
  readonly inputs: Readonly<Record<string, readonly JobPicture[]>>
  readonly provider: ProviderChoice
}

/** What happens while it is made. */
export type JobEvent =
  | { readonly type: 'loading'; readonly what: string; readonly share: number | undefined }
  | { readonly type: 'provider'; readonly detail: string }
  | { readonly type: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly type: 'preview'; readonly bitmap: ImageBitmap }

/** A finished work: its file, with the recipe in it, and what the shelf shows of it. */
export interface Made {
  /** A PNG, or an animated WebP. */
  readonly kind: 'raster' | 'film'
  readonly bytes: Blob
  readonly sha256: string
  readonly width: number
  readonly height: number
  readonly thumbnail: Blob
  readonly bitmap: ImageBitmap
  readonly provider: string
  /** Milliseconds in all. */
  readonly milliseconds: number
}

/** A picture to be seen through each layer of a network. */
interface Look {
  readonly model: string
  readonly picture: JobPicture
  readonly provider: ProviderChoice
  /** Longer side of a thumbnail in pixels. */
  readonly side: number
}

/** The worker, seen from the page. One job at a time; a new one ends the one before. */
export interface NetworkWorker {
  /** Makes a work. Rejects with an error named `AbortError` when ended. */
  make(job: Job, happen: (event: JobEvent) => void): Promise<Made>
  /** Halts the job at its next step; it keeps all it has. */
  pause(): void
  /** Goes on where it halted. */
  resume(): void
  /** Ends the job, halted or not. */
  end(): void
  /** Keeps a person's own network. Rejects with what makes it unusable. */
  add(files: readonly File[]): Promise<ModelDescription>
  /** Dreams the picture in small with one telling layer at a time. */
  look(look: Look, happen: (layer: string, thumbnail: Blob) => void): Promise<void>
}
