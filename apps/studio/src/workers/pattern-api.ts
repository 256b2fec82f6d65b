/** What the page and the pattern worker say to each other. Types only: the page loads nothing of the worker's. */
import type { JSONValue } from '../instrument.ts'
import type { JobInputs } from './network-api.ts'

/** What the canvas shows, told as it changes. */
export type LiveEvent =
  /** The pattern that was asked for by that number is understood. */
  | {
      readonly type: 'opened'
      readonly number: number
      /** Where it begins in latent space. */
      readonly latents: readonly number[]
      /** The colours of its gradient or palette, as `#rrggbb`; none where colours come from the network alone. */
      readonly colors: readonly string[]
    }
  /** The pattern that was asked for by that number cannot be drawn. */
  | { readonly type: 'problem'; readonly number: number; readonly text: string }
  /** A picture has come onto the canvas: at first perhaps coarsely, then in full. */
  | {
      readonly type: 'drawn'
      readonly number: number
      readonly stage: 'first' | 'full'
      readonly path: 'webgl' | 'kernel'
      /** Why this path, in a sentence. */
      readonly why: string
      /** Size in which it was drawn. */
      readonly width: number
      readonly height: number
      /** Milliseconds since it was asked for. */
      readonly milliseconds: number
    }
  /** Where a loop that plays is: its share, 0 to 1, and the latents there. */
  | { readonly type: 'time'; readonly time: number; readonly latents: readonly number[] }
  /** What can be told once the picture rests. */
  | {
      readonly type: 'rested'
      readonly number: number
      /** A small copy. */
      readonly swatch: ImageBitmap
      /** The last digits of the weights decide what it shows: another way to draw it may differ in places. */
      readonly chaotic: boolean
    }

/** What variations leave as it is. */
interface BreedingLocks {
  readonly network: boolean
  readonly color: boolean
  readonly latents: boolean
}

/** Small pictures that are asked for together; a new order of the same name takes the place of the one before. */
export interface SmallPictures {
  readonly name: string
  /** Each a pattern, at latents of its own if they are given. */
  readonly of: readonly { readonly pattern: JobInputs; readonly latents?: readonly number[] }[]
  readonly width: number
  readonly height: number
}

/** The worker, seen from the page. */
export interface PatternWorker {
  /** Draws on that canvas from now on. */
  attach(canvas: OffscreenCanvas, happen: (event: LiveEvent) => void): void
  /** Lets go of the canvas. */
  detach(): void
  /** Pixels of the canvas, from the change of that number on. */
  resize(width: number, height: number, number: number): void
  /** Shows a pattern; of several in quick succession some are left out, never the last. */
  show(pattern: JobInputs, number: number): void
  /** Moves the picture round its loop, or holds it, which is a change of that number; `from` 0 to 1. */
  play(isPlaying: boolean, from: number, number: number): void
  /** Makes small pictures while nothing else is to be drawn. Resolves when all are made, or their order was replaced. */
  small(order: SmallPictures, happen: (index: number, bitmap: ImageBitmap) => void): Promise<void>
  /** Logs of edits for a sheet of variations, the work itself in its middle. Rejects when everything is locked. */
  variations(order: {
    readonly edits: readonly JSONValue[]
    readonly count: number
    readonly seed: number
    readonly locks: BreedingLocks
    readonly strength: number
  }): readonly (readonly JSONValue[])[]
  /** The log of a child of two to four patterns; it has the first one's seed and parameters. */
  cross(parents: readonly JobInputs[], seed: number): Promise<readonly JSONValue[]>
}
