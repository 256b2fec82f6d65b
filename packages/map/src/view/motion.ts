/**
 * How the view moves by itself: it glides after a throw, follows the wheel, flies to a place. One object that is written to in
 * place; `step` allocates nothing.
 */
import { interpolateZoom } from 'd3-interpolate'
import { pan, settle, zoom, type Camera, type View } from './camera.ts'

/** The motion of a camera. */
export interface Motion {
  /** Moves on by some milliseconds. @returns whether anything moved */
  step(milliseconds: number): boolean
  /** Glides on with a speed, pixels a millisecond. */
  glide(vx: number, vy: number): void
  /** Zooms by a factor around a pixel, softly. */
  zoomBy(factor: number, x: number, y: number): void
  /** Flies to a view (van Wijk and Nuij, "Smooth and efficient zooming and panning", 2003). */
  flyTo(view: View): void
  /** A hand took over. */
  stop(): void
  readonly isMoving: boolean
}

/** Milliseconds in which the wheel's zoom comes to 63 %. */
const zoomTime = 70
/** Milliseconds in which a glide falls to 37 %. */
const glideTime = 180
const flight = { shortest: 160, longest: 700 }

/** @param isStill whether the person wants no motion: everything is there at once. */
export function createMotion(camera: Camera, isStill: () => boolean): Motion {
  const speed = { x: 0, y: 0 }
  const wheel = { left: 0, x: 0, y: 0 }
  let path: { at: (t: number) => [number, number, number]; time: number; length: number } | undefined
  const stop = (): void => {
    speed.x = 0
    speed.y = 0
    wheel.left = 0
    path = undefined
  }
  const put = (x: number, y: number, extent: number): void => {
    camera.x = x
    camera.y = y
    camera.extent = extent
    settle(camera)
  }
  return {
    stop,
    get isMoving() {
      return path !== undefined || wheel.left !== 0 || speed.x !== 0 || speed.y !== 0
    },
    glide: (vx, vy) => {
      stop()
      if (isStill()) return
      speed.x = vx
      speed.y = vy
    },
    zoomBy: (factor, x, y) => {
      path = undefined
      if (isStill()) return zoom(camera, factor, x, y)
      wheel.left += Math.log(factor)
      wheel.x = x
      wheel.y = y
    },
    flyTo: (view) => {
      stop()
      if (isStill()) return put(view.x, view.y, view.extent)
      const at = interpolateZoom([camera.x, camera.y, camera.extent], [view.x, view.y, view.extent])
      path = {
        at,
        time: 0,
        length: Math.min(flight.longest, Math.max(flight.shortest, at.duration * 0.5)),
      }
    },
    step: (milliseconds) => {
      let isMoved = false
      if (path !== undefined) {
        path.time += milliseconds
        const way = Math.min(1, path.time / path.length)
        const eased = 1 - (1 - way) ** 3
        const [x, y, extent] = path.at(eased)
        put(x, y, extent)
        if (way === 1) path = undefined
        isMoved = true
      }
      if (wheel.left !== 0) {
        const part = wheel.left * (1 - Math.exp(-milliseconds / zoomTime))
        const rest = wheel.left - part
        zoom(camera, Math.exp(Math.abs(rest) < 0.001 ? wheel.left : part), wheel.x, wheel.y)
        wheel.left = Math.abs(rest) < 0.001 ? 0 : rest
        isMoved = true
      }
      if (speed.x !== 0 || speed.y !== 0) {
        pan(camera, speed.x * milliseconds, speed.y * milliseconds)
        const fall = Math.exp(-milliseconds / glideTime)
        speed.x *= fall
        speed.y *= fall
        if (Math.hypot(speed.x, speed.y) < 0.01) {
          speed.x = 0
          speed.y = 0
        }
        isMoved = true
      }
      return isMoved
    },
  }
}
