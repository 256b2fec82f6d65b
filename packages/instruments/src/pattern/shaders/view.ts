/** What shows patterns on a canvas while someone plays: the interface of all ways to draw them. */
import type { PatternScene } from '../scene.ts'

/** A canvas of a page or, better, one that was given to a worker: then a page never waits for a compiler. */
export type ViewCanvas = HTMLCanvasElement | OffscreenCanvas

/**
 * Tells the two apart, for calls whose overloads differ between them: TypeScript 6, which makes the reference, finds none
 * for both.
 */
export function isOffscreen(canvas: ViewCanvas): canvas is OffscreenCanvas {
  return canvas instanceof OffscreenCanvas
}

/** Which way draws: the GPU, or the exact kernel on the processor. */
export type ViewPath = 'webgl' | 'kernel'

/** A picture that has come onto the canvas. */
export interface DrawnPicture {
  readonly scene: PatternScene
  /** `first`: coarse, soon after `show`. `full`: all pixels of the canvas. A quick picture comes as `full` at once. */
  readonly stage: 'first' | 'full'
  /** Size in which it was drawn. */
  readonly width: number
  readonly height: number
  /** Milliseconds since `show`. */
  readonly milliseconds: number
}

/** How a view is doing. */
export interface ViewStats {
  readonly path: ViewPath
  /** Why this path, in a sentence. */
  readonly why: string
  /** What drew last; `compiled` has the network's weights written out, `interpreter` reads them. */
  readonly program: 'interpreter' | 'compiled' | 'kernel'
  /** Milliseconds that the last full picture took to draw; NaN before there is one. */
  readonly frame: number
  /** Pictures drawn in full. */
  readonly frames: number
}

/**
 * A canvas that shows scenes. Scenes are drawn in the size of the canvas, whatever their own size; the caller gives it their
 * shape.
 */
export interface PatternView {
  /**
   * Shows a scene, coarsely at first if it takes long. A scene that has not been begun when the next one comes is left out.
   */
  show(scene: PatternScene): void
  /** Sets the canvas's size in pixels and draws again. */
  resize(width: number, height: number): void
  /** Is told of every picture as soon as it is on the canvas; returns how to stop that. */
  onReady(listener: (drawn: DrawnPicture) => void): () => void
  /** Is told why a scene cannot be drawn; returns how to stop that. */
  onTrouble(listener: (error: Error) => void): () => void
  /** What draws, and how fast. */
  stats(): ViewStats
  /** Frees everything; the canvas keeps its last picture where the browser lets it. */
  dispose(): void
}

/** Those who want to be told something. */
export interface Listeners<T> {
  /** Returns how to stop. */
  add(listener: (value: T) => void): () => void
  tell(value: T): void
}

/** Nobody yet. */
export function createListeners<T>(): Listeners<T> {
  const all = new Set<(value: T) => void>()
  return {
    add(listener) {
      all.add(listener)
      return () => void all.delete(listener)
    },
    tell(value) {
      for (const listener of all) listener(value)
    },
  }
}
