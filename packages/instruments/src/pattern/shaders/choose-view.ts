/**
 * Patterns by whatever is faster here. The kernel shows the first pictures; when nothing new is to be drawn for a moment, the
 * GPU draws the same picture out of sight, and takes over if it needs less time. A GPU that is the processor in disguise
 * (SwiftShader, llvmpipe) is not tried: browsers know. What the GPU cannot draw, and what is shown while it is lost, the
 * kernel draws.
 */
import type { BandPool } from '../kernel/pool.ts'
import type { PatternScene } from '../scene.ts'
import { createKernelView, pageOf } from './kernel-view.ts'
import { resizeCanvas } from './resize-canvas.ts'
import { timeOf } from './try-view.ts'
import { createListeners, type DrawnPicture, type PatternView, type ViewCanvas, type ViewPath } from './view.ts'
import { createWebglView } from './webgl/webgl-view.ts'

/** Milliseconds without a new scene after which the GPU is tried. */
const calm = 400

/** What a chosen view is made of. */
export interface ViewOptions {
  /** Whose workers draw what the kernel draws; left out, the view has its own. */
  readonly pool?: BandPool
  /** Makes the view that is tried; left out, one by WebGL 2 on a GPU that is one. */
  readonly gpu?: (canvas: OffscreenCanvas) => PatternView
}

/**
 * A view by the GPU or by the kernel. The canvas must have no context but a two-dimensional one.
 * @throws InstrumentError when the canvas has another context
 */
export function createView(canvas: ViewCanvas, options: ViewOptions = {}): PatternView {
  const { gpu: openGpu = (hidden) => createWebglView(hidden, { onlyFast: true }), ...kernelOptions } = options
  const kernel = createKernelView(canvas, kernelOptions)
  const page = pageOf(canvas)
  const hidden = new OffscreenCanvas(1, 1)
  const ready = createListeners<DrawnPicture>()
  const trouble = createListeners<Error>()
  let gpu: PatternView | undefined
  /** Whether the GPU has been found faster, and is there. */
  let preferred = false
  let verdict = 'The GPU has not been tried yet.'
  let why = verdict
  let state: 'untried' | 'trying' | 'tried' = 'untried'
  /** Who draws the latest scene. */
  let path: ViewPath = 'kernel'
  let latest: PatternScene | undefined

  function draw(scene: PatternScene): void {
    latest = scene
    path = preferred ? 'webgl' : 'kernel'
    if (gpu === undefined || !preferred) return kernel.show(scene)
    kernel.rest()
    fitHidden()
    gpu.show(scene)
  }

  function fitHidden(): void {
    // A size that is set anew empties a canvas, even if it is the same.
    if (hidden.width !== canvas.width) hidden.width = canvas.width
    if (hidden.height !== canvas.height) hidden.height = canvas.height
  }

  /** Lets the kernel draw what the GPU does not. */
  function fallBack(reason: string): void {
    why = reason
    path = 'kernel'
    if (latest !== undefined) kernel.show(latest)
  }

  kernel.onTrouble(trouble.tell)
  kernel.onReady((drawn) => {
    if (path === 'kernel') ready.tell(drawn)
    if (drawn.stage === 'full' && state === 'untried') void tryGpu(drawn.scene)
  })

  async function tryGpu(scene: PatternScene): Promise<void> {
    state = 'trying'
    await new Promise((resolve) => setTimeout(resolve, calm))
    const goes = (): boolean => latest === scene
    try {
      if (goes()) fitHidden()
      const time = goes() ? await timeOf((gpu ??= openGpu(hidden)), scene, goes) : undefined
      if (time === undefined) {
        state = 'untried'
        return
      }
      const other = kernel.stats().frame
      preferred = time < other
      verdict = `The GPU draws this in ${time.toPrecision(3)} ms, the processor in ${other.toPrecision(3)} ms.`
      if (preferred) follow(gpu!)
      else gpu?.dispose()
    } catch (error) {
      verdict = error instanceof Error ? error.message : String(error)
    }
    state = 'tried'
    why = verdict
  }

  /** Puts on the canvas what the GPU draws. */
  function follow(view: PatternView): void {
    view.onReady((drawn) => {
      if (path !== 'webgl') return
      page.globalCompositeOperation = 'copy'
      page.drawImage(hidden, 0, 0, canvas.width, canvas.height)
      ready.tell(drawn)
    })
    view.onTrouble((error) => {
      if (path === 'webgl') fallBack(error.message)
    })
    hidden.addEventListener('webglcontextlost', () => {
      preferred = false
      if (path === 'webgl') fallBack('The GPU was lost.')
    })
    hidden.addEventListener('webglcontextrestored', () => {
      preferred = true
      why = verdict
    })
  }
  return {
    show: draw,
    resize(width, height) {
      resizeCanvas(page, width, height)
      if (latest !== undefined) draw(latest)
    },
    onReady: ready.add,
    onTrouble: trouble.add,
    stats: () => ({ ...(path === 'webgl' ? gpu! : kernel).stats(), path, why }),
    dispose() {
      latest = undefined
      kernel.dispose()
      gpu?.dispose()
    },
  }
}
