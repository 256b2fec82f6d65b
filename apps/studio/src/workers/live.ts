/**
 * A pattern on a canvas that follows what a person does. Patterns come faster than they can be opened: of those that wait
 * only the last is opened. The view itself leaves out scenes that it has not begun.
 */
import { createView, isChaotic, rasterOf, type PatternView } from '@reverie/instruments/web'
import { bitmapFrom } from './bitmap.ts'
import type { Opened } from './drawings.ts'
import type { JobInputs } from './network-api.ts'
import type { LiveEvent, PatternWorker } from './pattern-api.ts'

/** A canvas that is played. */
export interface Live extends Pick<PatternWorker, 'attach' | 'detach' | 'resize' | 'show' | 'play'> {
  /** Resolves when nothing has been asked for during a moment. */
  quiet(): Promise<void>
}

/** Milliseconds without a wish after which something else may be done. */
const pause = 80
/** And after which the picture rests. */
const restful = 250
const swatchSide = 40

/** Makes one; it draws nothing before a canvas is attached. */
export function createLive(open: (pattern: JobInputs) => Promise<Opened>): Live {
  let view: PatternView | undefined
  let tell: (event: LiveEvent) => void = () => {}
  let wanted: { readonly pattern: JobInputs; readonly number: number } | undefined
  let shown: { readonly opened: Opened; readonly number: number } | undefined
  /** Which change a scene shows. */
  const numbers = new WeakMap<ReturnType<Opened['at']>, number>()
  let size: { readonly width: number; readonly height: number } | undefined
  /** Number of the pattern that is being opened. */
  let opening: number | undefined
  /** Number of the last change of any kind. */
  let latest = 0
  let lastWish = -Infinity
  let time = 0
  let playing: { readonly since: number; readonly from: number } | undefined
  let resting: ReturnType<typeof setTimeout> | undefined

  function draw(): void {
    if (!view || !shown || !size) return
    const scene = shown.opened.at(time)
    // A change of size or time is seen at once, one of the pattern when that is open.
    numbers.set(scene, wanted || opening !== undefined ? shown.number : latest)
    view.show(scene)
    clearTimeout(resting)
    if (!playing) resting = setTimeout(() => void rest(), restful)
  }

  async function follow(): Promise<void> {
    if (opening !== undefined) return
    while (wanted) {
      const { pattern, number } = wanted
      wanted = undefined
      opening = number
      try {
        const opened = await open(pattern)
        shown = { opened, number }
        opening = undefined
        tellOpened()
        draw()
      } catch (error) {
        opening = undefined
        tell({ type: 'problem', number, text: error instanceof Error ? error.message : String(error) })
      }
    }
  }

  function tellOpened(): void {
    if (!shown) return
    const { opened, number } = shown
    tell({ type: 'opened', number, latents: opened.latents, colors: hexOf(opened.at(0).coloring.colors) })
  }

  /** One step of the loop, and the next one when there is a frame for it. */
  function step(now: number): void {
    if (!playing || !shown) return
    const { opened } = shown
    time = (playing.from + (now - playing.since) / 1000 / opened.seconds) % 1
    draw()
    tell({ type: 'time', time, latents: opened.at(time).latents })
    requestAnimationFrame(step)
  }

  async function rest(): Promise<void> {
    if (!shown || playing) return
    const { opened, number } = shown
    const scene = opened.at(time)
    const scale = swatchSide / Math.max(scene.width, scene.height)
    const [width, height] = [scene.width, scene.height].map((side) => Math.max(1, Math.round(side * scale)))
    const swatch = await bitmapFrom(rasterOf({ ...scene, width: width!, height: height! }, 8))
    if (shown.number === number) tell({ type: 'rested', number, swatch, chaotic: isChaotic(scene) })
  }

  return {
    attach(canvas, happen) {
      view?.dispose()
      tell = happen
      if (size) Object.assign(canvas, size)
      const made = createView(canvas)
      view = made
      made.onReady(({ scene, stage, width, height, milliseconds }) => {
        const { path, why } = made.stats()
        const of = numbers.get(scene)
        if (of !== undefined) tell({ type: 'drawn', number: of, stage, path, why, width, height, milliseconds })
      })
      made.onTrouble(({ message }) => {
        if (shown) tell({ type: 'problem', number: shown.number, text: message })
      })
      // The pattern may have been opened while there was nobody to tell.
      tellOpened()
      draw()
    },
    detach() {
      view?.dispose()
      view = undefined
      playing = undefined
      tell = () => {}
    },
    resize(width, height, number) {
      size = { width, height }
      latest = number
      view?.resize(width, height)
      draw()
    },
    show(pattern, number) {
      lastWish = performance.now()
      latest = number
      wanted = { pattern, number }
      void follow()
    },
    play(isPlaying, from, number) {
      lastWish = performance.now()
      latest = number
      time = from
      if (!isPlaying) {
        playing = undefined
        draw()
      } else if (!playing) {
        playing = { since: performance.now(), from }
        requestAnimationFrame(step)
      }
    },
    async quiet() {
      for (;;) {
        const left = lastWish + pause - performance.now()
        if (left <= 0 && opening === undefined) return
        await new Promise((resolve) => setTimeout(resolve, Math.max(4, left)))
      }
    },
  }
}

/** sRGB from 0 to 1, three numbers a colour, as style sheets write them. */
function hexOf(colors: ArrayLike<number> = []): string[] {
  const digits = Array.from(colors, (value) =>
    Math.round(255 * value)
      .toString(16)
      .padStart(2, '0'),
  )
  return Array.from(
    { length: digits.length / 3 },
    (_, index) => `#${digits.slice(3 * index, 3 * index + 3).join('')}`,
  )
}
