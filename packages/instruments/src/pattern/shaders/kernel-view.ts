/**
 * Patterns by the exact kernel, on the processor's cores: where there is no GPU, or none that is faster.
 *
 * Each scene is drawn coarsely first, in some milliseconds and always to the end, then finely in bands from the top, which
 * a newer scene interrupts.
 */
import type { Raster } from '@reverie/image'
import { InstrumentError } from '../../instrument.ts'
import { openBandPool } from '../kernel/pool-web.ts'
import type { BandPool } from '../kernel/pool.ts'
import type { PatternScene } from '../scene.ts'
import { coarseFrame, moment, samplesOf, type Frame } from './frame.ts'
import { resizeCanvas, type Page } from './resize-canvas.ts'
import { createListeners, isOffscreen, type DrawnPicture, type PatternView, type ViewCanvas } from './view.ts'

/** A view by the kernel, which another may take the canvas from. */
export interface KernelView extends PatternView {
  /** Stops drawing until the next scene. */
  rest(): void
}

interface Order {
  readonly scene: PatternScene
  readonly since: number
}

/**
 * A view by the exact kernel. The canvas must have no context but a two-dimensional one.
 * @param options.pool whose workers draw; left out, the view has its own
 * @throws InstrumentError when the canvas has another context
 */
export function createKernelView(canvas: ViewCanvas, options: { readonly pool?: BandPool } = {}): KernelView {
  const page = pageOf(canvas)
  const pool = options.pool ?? openBandPool()
  const ready = createListeners<DrawnPicture>()
  const trouble = createListeners<Error>()
  const sketchpad = new OffscreenCanvas(1, 1)
  const drawn = { frame: Number.NaN, frames: 0 }
  /** Milliseconds a unit of work: of a coarse picture, and of a fine one on all cores. */
  const pace = { coarse: 1e-7, fine: 1e-7 }
  let wanted: Order | undefined
  let latest: PatternScene | undefined
  let working = false
  let refining = new AbortController()

  function order(scene: PatternScene): void {
    latest = scene
    wanted = { scene, since: performance.now() }
    refining.abort()
    if (!working) void work()
  }

  async function work(): Promise<void> {
    working = true
    while (wanted !== undefined) {
      try {
        await draw(wanted)
      } catch (error) {
        if (!refining.signal.aborted) trouble.tell(error as Error)
      }
    }
    working = false
  }

  async function draw({ scene, since }: Order): Promise<void> {
    wanted = undefined
    refining = new AbortController()
    const { signal } = refining
    const frame: Frame = { width: canvas.width, height: canvas.height, samples: scene.plane.samples }
    const tell = (stage: DrawnPicture['stage'], { width, height }: Frame): void =>
      ready.tell({ scene, stage, width, height, milliseconds: performance.now() - since })
    const work = workOf(scene, frame)
    const coarse = coarseFrame(frame, work * pace.fine, work * pace.coarse)
    if (coarse !== undefined) {
      await sketch(scene, coarse)
      tell('first', coarse)
      // What has happened meanwhile is heard of only now.
      await moment()
      if (wanted !== undefined) return
    }
    const started = performance.now()
    for await (const { top, raster } of pool.render(resized(scene, frame), { depth: 8, signal }))
      page.putImageData(imageOf(raster), 0, top)
    drawn.frame = performance.now() - started
    drawn.frames++
    pace.fine = (pace.fine + drawn.frame / work) / 2
    tell('full', frame)
  }

  async function sketch(scene: PatternScene, frame: Frame): Promise<void> {
    const started = performance.now()
    sketchpad.width = frame.width
    sketchpad.height = frame.height
    const pad = sketchpad.getContext('2d')!
    for await (const { top, raster } of pool.render(resized(scene, frame), { depth: 8 }))
      pad.putImageData(imageOf(raster), 0, top)
    page.globalCompositeOperation = 'copy'
    page.drawImage(sketchpad, 0, 0, canvas.width, canvas.height)
    pace.coarse = (pace.coarse + (performance.now() - started) / workOf(scene, frame)) / 2
  }

  function rest(): void {
    wanted = undefined
    refining.abort()
  }

  return {
    show: order,
    rest,
    resize(width, height) {
      resizeCanvas(page, width, height)
      if (latest !== undefined) order(latest)
    },
    onReady: ready.add,
    onTrouble: trouble.add,
    stats: () => ({ path: 'kernel', why: 'It was asked for.', program: 'kernel', ...drawn }),
    dispose() {
      rest()
      if (options.pool === undefined) pool.dispose()
    },
  }
}

/** What to draw on a canvas with. @throws InstrumentError when it has a context of another kind */
export function pageOf(canvas: ViewCanvas): Page {
  const page: Page | null = isOffscreen(canvas) ? canvas.getContext('2d') : canvas.getContext('2d')
  if (page === null) throw new InstrumentError('A pattern needs a canvas that has no context of another kind yet.')
  return page
}

const resized = (scene: PatternScene, { width, height, samples }: Frame): PatternScene => ({
  ...scene,
  width,
  height,
  plane: { ...scene.plane, samples },
})

/** Multiplications, an activation counted as eight. */
function workOf({ network }: PatternScene, frame: Frame): number {
  return samplesOf(frame) * network.layers.reduce((sum, { inputs, units }) => sum + units * (inputs + 8), 0)
}

/** A raster as a canvas takes it. */
function imageOf({ width, height, channels, data }: Raster): ImageData {
  const image = new ImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel++, at += channels) {
    const red = data[at]!
    const green = channels < 3 ? red : data[at + 1]!
    const blue = channels < 3 ? red : data[at + 2]!
    const alpha = channels % 2 === 0 ? data[at + channels - 1]! : 255
    // Little-endian, as every machine with a browser.
    pixels[pixel] = (alpha << 24) | (blue << 16) | (green << 8) | red
  }
  return image
}
