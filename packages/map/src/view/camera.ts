/**
 * Where one looks at a map. A view is in map units alone, so that a link opens the same view on any screen: a phone shows
 * the square around the centre, and what lies beside it on a wider screen.
 */

/** A place on the map: its centre, and how much of the map the shorter side of the screen spans. All in map units. */
export interface View {
  readonly x: number
  readonly y: number
  readonly extent: number
}

/** A rectangle in map units. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Room that panels take from the picture, in CSS pixels. */
export interface Insets {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The view as it moves. One object for the life of a map, written to in place: a frame allocates nothing. */
export interface Camera {
  x: number
  y: number
  extent: number
  /** Size of the canvas, CSS pixels. */
  width: number
  height: number
  /** The extents that are allowed. */
  nearest: number
  farthest: number
  /** The map's own box; the centre stays in it. */
  left: number
  top: number
  right: number
  bottom: number
}

/** A camera over the unit square. */
export function createCamera(): Camera {
  return {
    x: 0.5,
    y: 0.5,
    extent: 1.1,
    width: 1,
    height: 1,
    nearest: 0.001,
    farthest: 2,
    left: 0,
    top: 0,
    right: 1,
    bottom: 1,
  }
}

/** CSS pixels a map unit. */
export const scaleOf = (camera: Camera): number => Math.min(camera.width, camera.height) / camera.extent

/** The map's x under a pixel of the canvas. */
export const mapX = (camera: Camera, pixel: number): number =>
  camera.x + (pixel - camera.width / 2) / scaleOf(camera)

/** The map's y under a pixel of the canvas. */
export const mapY = (camera: Camera, pixel: number): number =>
  camera.y + (pixel - camera.height / 2) / scaleOf(camera)

/** The pixel of the canvas over the map's x. */
export const pixelX = (camera: Camera, x: number): number => camera.width / 2 + (x - camera.x) * scaleOf(camera)

/** The pixel of the canvas over the map's y. */
export const pixelY = (camera: Camera, y: number): number => camera.height / 2 + (y - camera.y) * scaleOf(camera)

/** Keeps the view at the map: never nearer or farther than allowed, the centre never off it. */
export function settle(camera: Camera): void {
  camera.extent = clamp(camera.extent, camera.nearest, camera.farthest)
  camera.x = clamp(camera.x, camera.left, camera.right)
  camera.y = clamp(camera.y, camera.top, camera.bottom)
}

/** Moves the map by pixels, as if it were held. */
export function pan(camera: Camera, dx: number, dy: number): void {
  const scale = scaleOf(camera)
  camera.x -= dx / scale
  camera.y -= dy / scale
  settle(camera)
}

/** Zooms by a factor (2 shows things twice as large) around a pixel that keeps its place. */
export function zoom(camera: Camera, factor: number, px: number, py: number): void {
  const x = mapX(camera, px)
  const y = mapY(camera, py)
  camera.extent = clamp(camera.extent / factor, camera.nearest, camera.farthest)
  const scale = scaleOf(camera)
  camera.x = x - (px - camera.width / 2) / scale
  camera.y = y - (py - camera.height / 2) / scale
  settle(camera)
}

/** The view that shows a box whole, in the part of the canvas that the insets leave. */
export function fit(box: Box, width: number, height: number, insets: Insets): View {
  const free = {
    width: Math.max(40, width - insets.left - insets.right),
    height: Math.max(40, height - insets.top - insets.bottom),
  }
  const scale = Math.min(
    free.width / Math.max(1e-6, box.right - box.left),
    free.height / Math.max(1e-6, box.bottom - box.top),
  )
  return {
    x: (box.left + box.right) / 2 - (insets.left - insets.right) / 2 / scale,
    y: (box.top + box.bottom) / 2 - (insets.top - insets.bottom) / 2 / scale,
    extent: Math.min(width, height) / scale,
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
