/** How the picture lies on the stage: pure arithmetic, in CSS pixels, origin at the stage's top left. */

/** A size in CSS pixels or picture pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the picture's top left is, and how many CSS pixels one of its pixels takes. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

const largestFit = 3

/** The whole picture, centred with room around it; small pictures are enlarged up to three times. */
export function fit(picture: Size, stage: Size, margin: number): View {
  const scale = Math.max(
    0.01,
    Math.min(largestFit, (stage.width - 2 * margin) / picture.width, (stage.height - 2 * margin) / picture.height),
  )
  return centre(picture, stage, scale)
}

/** The picture centred at a scale. */
export function centre(picture: Size, stage: Size, scale: number): View {
  return { scale, x: (stage.width - picture.width * scale) / 2, y: (stage.height - picture.height * scale) / 2 }
}

/** Zooms by a factor about a point of the stage, which stays where it is. Scale stays within 1/20 and 32. */
export function zoomAbout(view: View, x: number, y: number, factor: number): View {
  const scale = Math.min(32, Math.max(0.05, view.scale * factor))
  const ratio = scale / view.scale
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Moves the picture, of which at least a corner stays on the stage. */
export function pan(view: View, dx: number, dy: number, picture: Size, stage: Size): View {
  const keep = 48
  return {
    scale: view.scale,
    x: clamp(view.x + dx, keep - picture.width * view.scale, stage.width - keep),
    y: clamp(view.y + dy, keep - picture.height * view.scale, stage.height - keep),
  }
}
