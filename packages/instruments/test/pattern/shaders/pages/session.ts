/** A view that is played: the same on a page and in a worker. */
import { openBandPool } from '../../../../src/pattern/kernel/pool-web.ts'
import type { BandPool } from '../../../../src/pattern/kernel/pool.ts'
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import { createView } from '../../../../src/pattern/shaders/choose-view.ts'
import { createKernelView } from '../../../../src/pattern/shaders/kernel-view.ts'
import type { DrawnPicture, PatternView, ViewCanvas, ViewStats } from '../../../../src/pattern/shaders/view.ts'
import { createWebglView } from '../../../../src/pattern/shaders/webgl/webgl-view.ts'

export type ViewKind = 'webgl' | 'kernel' | 'chosen' | 'chosen with a slow kernel'

/** A picture that came, and the pixels of a full one that was asked for. */
export interface Event extends Omit<DrawnPicture, 'scene'> {
  /** Number of the scene. */
  readonly scene: number
}

export interface Session {
  show(number: number, scene: PatternScene): void
  resize(width: number, height: number): void
  stats(): ViewStats
  /** RGBA of the next full picture of a scene. */
  pixelsOf(number: number): Promise<Uint8Array>
  loseContext(): void
  restoreContext(): void
}

/** Makes a view and plays it. */
export function openSession(
  canvas: ViewCanvas,
  kind: ViewKind,
  tell: { readonly event: (event: Event) => void; readonly trouble: (text: string) => void },
): Session {
  const numbers = new WeakMap<PatternScene, number>()
  const waiting = new Map<number, (pixels: Uint8Array) => void>()
  // Where the kernel is slow, the GPU is chosen even if it is a processor: its canvas is then another one.
  let drawnOn: ViewCanvas = canvas
  const views: Record<ViewKind, () => PatternView> = {
    webgl: () => createWebglView(canvas),
    kernel: () => createKernelView(canvas),
    chosen: () => createView(canvas),
    'chosen with a slow kernel': () =>
      createView(canvas, {
        pool: slowPool(),
        gpu: (hidden) => {
          drawnOn = hidden
          return createWebglView(hidden)
        },
      }),
  }
  const view = views[kind]()
  let extension: WEBGL_lose_context | null | undefined
  view.onTrouble(({ message }) => tell.trouble(message))
  view.onReady(({ scene, ...drawn }) => {
    const number = numbers.get(scene)!
    if (drawn.stage === 'full') {
      waiting.get(number)?.(read(canvas))
      waiting.delete(number)
    }
    tell.event({ ...drawn, scene: number })
  })
  return {
    show(number, scene) {
      numbers.set(scene, number)
      view.show(scene)
    },
    resize: view.resize,
    stats: view.stats,
    pixelsOf: (number) => new Promise((resolve) => waiting.set(number, resolve)),
    loseContext() {
      extension ??= (drawnOn.getContext('webgl2') as WebGL2RenderingContext).getExtension('WEBGL_lose_context')
      extension!.loseContext()
    },
    restoreContext: () => extension!.restoreContext(),
  }
}

function slowPool(): BandPool {
  const pool = openBandPool()
  return {
    ...pool,
    async *render(scene, options) {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      yield* pool.render(scene, options)
    },
  }
}

function read(canvas: ViewCanvas): Uint8Array {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!
  copy.drawImage(canvas, 0, 0)
  return new Uint8Array(copy.getImageData(0, 0, canvas.width, canvas.height).data)
}
