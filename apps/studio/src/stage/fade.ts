/** Draws pictures into a canvas, each fading into what is there, so that a live dream grows and never jumps. */
import type { Size } from './view.ts'

/** A canvas that cross-fades. Call `show` with each new picture; `close` stops what is under way. */
export interface Fader {
  /** `size` is the picture's; what the canvas held is gone when it changes. */
  show(bitmap: ImageBitmap | undefined, size: Size, instantly: boolean): void
  close(): void
}

/** Pixels of a canvas's longer side, at most: beyond, memory is better spent elsewhere. */
const largest = 4096

/** Milliseconds of a fade. */
const duration = 160

/**
 * Makes a fader.
 *
 * Drawing the new picture over the old with opacity a in each frame leaves (1 − a) of the old, so a sequence of
 * small opacities that multiply to nothing is an even fade, even when another picture comes in its middle.
 */
export function createFader(canvas: HTMLCanvasElement): Fader {
  const context = canvas.getContext('2d')!
  let frame = 0
  const draw = (bitmap: ImageBitmap, opacity: number) => {
    context.globalAlpha = opacity
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  }
  return {
    show(bitmap, size, instantly) {
      cancelAnimationFrame(frame)
      const scale = Math.min(1, largest / Math.max(size.width, size.height, 1))
      const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width
        canvas.height = height
      }
      if (!bitmap) {
        context.clearRect(0, 0, canvas.width, canvas.height)
        return
      }
      if (instantly) {
        context.clearRect(0, 0, canvas.width, canvas.height)
        draw(bitmap, 1)
        return
      }
      const start = performance.now()
      let done = 0
      const step = (now: number) => {
        const share = Math.min(1, Math.max(0, (now - start) / duration))
        if (share === 1) {
          // Exact at the end, transparency included.
          context.clearRect(0, 0, canvas.width, canvas.height)
          draw(bitmap, 1)
          return
        }
        draw(bitmap, Math.max(0, Math.min(1, (share - done) / (1 - done))))
        done = share
        frame = requestAnimationFrame(step)
      }
      frame = requestAnimationFrame(step)
    },
    close: () => cancelAnimationFrame(frame),
  }
}
