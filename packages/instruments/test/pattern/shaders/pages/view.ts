/** In the page: shows scenes in a view, as fast as they come, and tells what happened. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import { createView } from '../../../../src/pattern/shaders/choose-view.ts'
import { createKernelView } from '../../../../src/pattern/shaders/kernel-view.ts'
import type { DrawnPicture, PatternView, ViewStats } from '../../../../src/pattern/shaders/view.ts'
import { createWebglView } from '../../../../src/pattern/shaders/webgl/webgl-view.ts'

export interface ViewRequest {
  readonly view: 'webgl' | 'kernel' | 'chosen'
  readonly size: number
  /** The first is shown until it is drawn; then one every 16 ms; then all is waited for. */
  readonly scenes: readonly PatternScene[]
  /** Milliseconds between the first picture and the others. */
  readonly pause?: number
}

export interface ViewReport {
  readonly events: readonly Pick<DrawnPicture, 'stage' | 'width' | 'height' | 'milliseconds'>[]
  readonly troubles: readonly string[]
  readonly stats: ViewStats
  /** Milliseconds of the longest task of the page while the scenes after the first were shown. */
  readonly longest: number
  /** RGBA, from the top. */
  readonly pixels: Uint8Array
}

export default async function page(request: ViewRequest): Promise<ViewReport> {
  const canvas = document.createElement('canvas')
  canvas.width = request.size
  canvas.height = request.size
  document.body.append(canvas)
  const makers = { webgl: createWebglView, kernel: createKernelView, chosen: createView }
  const view = makers[request.view](canvas)
  const events: DrawnPicture[] = []
  const troubles: string[] = []
  view.onReady((drawn) => events.push(drawn))
  view.onTrouble((error) => troubles.push(error.message))
  const [first, ...others] = request.scenes
  await shown(view, first!)
  await new Promise((resolve) => setTimeout(resolve, request.pause ?? 0))
  const longest = longestTask()
  const last = others.at(-1)
  for (const scene of others.slice(0, -1)) {
    view.show(scene)
    await new Promise((resolve) => setTimeout(resolve, 16))
  }
  let pixels = last === undefined ? read(canvas) : await shown(view, last, () => read(canvas))
  await new Promise((resolve) => setTimeout(resolve, 100))
  return {
    events: events.map(({ stage, width, height, milliseconds }) => ({ stage, width, height, milliseconds })),
    troubles,
    stats: view.stats(),
    longest: longest(),
    pixels,
  }
}

/** Shows a scene and waits until it is drawn in full. */
function shown<T>(view: PatternView, scene: PatternScene, then?: () => T): Promise<T> {
  return new Promise((resolve) => {
    const stop = view.onReady((drawn) => {
      if (drawn.stage !== 'full' || drawn.scene !== scene) return
      stop()
      resolve(then?.() as T)
    })
    view.show(scene)
  })
}

function read(canvas: HTMLCanvasElement): Uint8Array {
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
  const page = copy.getContext('2d', { willReadFrequently: true })!
  page.drawImage(canvas, 0, 0)
  return new Uint8Array(page.getImageData(0, 0, canvas.width, canvas.height).data)
}

/** Milliseconds of the longest task from now on; 0 for those that the browser does not call long. */
function longestTask(): () => number {
  let longest = 0
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  })
  observer.observe({ type: 'longtask' })
  return () => longest
}
