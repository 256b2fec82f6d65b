/** What the page and the network worker say to each other. Types only: the page loads nothing of the worker's. */
import type { CreditFormat } from '@reverie/instruments'
import type { JSONValue, ModelDescription, Parameters } from '../instrument.ts'
import type { FileRef } from '../files/picture.ts'
import type { CollectionRef } from '../collections/ref.ts'
import type { ProviderChoice } from '../state/settings.ts'

/** A picture or another file on its way into an instrument. */
export interface JobFile {
  readonly name: string
  readonly sha256: string
  readonly bytes: Blob
}

/** What goes into an instrument. */
export interface JobInputs {
  readonly instrument: string
  readonly parameters: Parameters
  readonly seed: number
  readonly edits: readonly JSONValue[]
  /** Pictures by port. */
  readonly inputs: Readonly<Record<string, readonly JobFile[]>>
  /** Files that are taken as they are, by port. */
  readonly files: Readonly<Record<string, readonly JobFile[]>>
  /** Collections by port: the worker opens them itself. */
  readonly collections: Readonly<Record<string, CollectionRef>>
  /** Pictures out of collections by port: the worker finds them itself. */
  readonly pieces: Readonly<Record<string, readonly FileRef[]>>
}

/** How a work is written. */
export interface Written {
  /** Of a still `png`, `jpeg`, `webp`; of a film `webp`, `mp4`, `webm`; or one of the instrument's exports. */
  readonly format: string
  /** A sheet with the credits of a collage's pieces, in place of the collage. */
  readonly credits?: CreditFormat
  /** A drawing that links to its pieces comes in an archive with them. */
  readonly packed?: boolean
  /** Bits a channel of a PNG, where the instrument can make more than 8. */
  readonly depth?: 8 | 16
  /** Pixels an inch on paper, for a PNG. */
  readonly dpi?: number | undefined
}

/** A work to be made. */
interface Job extends JobInputs {
  readonly provider: ProviderChoice
  readonly written: Written
  /** Whether anyone looks at steps on the way. */
  readonly previews: boolean
}

/** What happens while it is made. */
export type JobEvent =
  | { readonly type: 'loading'; readonly what: string; readonly share: number | undefined }
  | { readonly type: 'provider'; readonly detail: string }
  | { readonly type: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly type: 'preview'; readonly bitmap: ImageBitmap }

/** What a work is seen by: a small picture for the shelf, and for the canvas one of the whole, or of its first frame. */
export interface Face {
  readonly thumbnail: Blob
  readonly bitmap: ImageBitmap
}

/** A finished work: its file, with the recipe in it. */
export interface Made {
  readonly kind: 'raster' | 'film' | 'document'
  readonly bytes: Blob
  readonly sha256: string
  readonly width: number
  readonly height: number
  /** What the shelf shows; a drawing, a shader, a network, a credit sheet have none. */
  readonly face: Face | undefined
  /** What rendered it: "webgpu", "wasm", "float32". */
  readonly provider: string
  /** Milliseconds in all. */
  readonly milliseconds: number
}

/** A picture to be seen through each layer of a network. */
interface Look {
  readonly model: string
  readonly picture: JobFile
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
