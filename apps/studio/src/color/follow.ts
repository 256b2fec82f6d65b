/** Keeps the page's accent in step with the picture on the canvas and the theme. */
import { useCanvas } from '../state/canvas.ts'
import { useRun } from '../state/run.ts'
import { accentOf, tellingHue } from './accent.ts'

/** Without a picture, or with a grey one: a quiet blue. */
const fallback = { h: 255, c: 0.1 }

let hue = fallback
let isDark = true

function apply(): void {
  const { color, text } = accentOf(hue, isDark)
  const root = document.documentElement.style
  root.setProperty('--accent', color)
  root.setProperty('--on-accent', text === 'dark' ? 'oklch(0.17 0 0)' : 'white')
}

/** Tells of the theme. */
export function accentOnTheme(dark: boolean): void {
  isDark = dark
  apply()
}

/** Follows the canvas from now on; while a dream runs the accent stays, so that the room does not flicker. */
export function accentOnPicture(): void {
  let last: ImageBitmap | undefined
  const look = () => {
    const { after, before, swatch } = useCanvas.getState()
    const bitmap = after ?? before ?? swatch
    if (bitmap === last || useRun.getState().phase !== 'idle') return
    last = bitmap
    hue = (bitmap && hueOf(bitmap)) ?? fallback
    apply()
  }
  useCanvas.subscribe(look)
  useRun.subscribe(look)
  look()
}

function hueOf(bitmap: ImageBitmap) {
  const side = 40
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!
  context.drawImage(bitmap, 0, 0, side, side)
  return tellingHue(context.getImageData(0, 0, side, side).data)
}
