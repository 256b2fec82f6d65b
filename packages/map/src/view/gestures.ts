/** Hands on the map: drag, throw, pinch, wheel, click, double click, and a line drawn around pictures. */
import { pan, zoom, type Camera } from './camera.ts'
import type { Motion } from './motion.ts'

/** What gestures lead to. Places are CSS pixels of the element. */
export interface GestureEvents {
  onMove(): void
  onPoint(x: number, y: number): void
  onLeave(): void
  onClick(x: number, y: number): void
  onDoubleClick(x: number, y: number): void
  /** Whether a drag that begins with this event draws a line. */
  drawsLine(event: PointerEvent): boolean
  /** The line so far: x and y in turn. */
  onLine(points: readonly number[]): void
  onLineEnd(points: readonly number[]): void
}

/** A press that moved less is a click. */
const slop = 5
const doubleClickTime = 280

/** Listens on an element until the returned function is called. */
export function listenToHands(
  element: HTMLElement,
  camera: Camera,
  motion: Motion,
  events: GestureEvents,
): () => void {
  const fingers = new Map<number, { x: number; y: number }>()
  const speed = { x: 0, y: 0, time: 0 }
  const stop = new AbortController()
  let line: number[] | undefined
  let travelled = 0
  let lastClick = { time: -Infinity, x: 0, y: 0 }

  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || fingers.size === 2) return
    element.setPointerCapture(event.pointerId)
    const at = placeOf(event)
    fingers.set(event.pointerId, at)
    motion.stop()
    if (fingers.size === 1) {
      travelled = 0
      speed.x = 0
      speed.y = 0
      line = events.drawsLine(event) ? [at.x, at.y] : undefined
    } else line = undefined
  }

  const move = (event: PointerEvent): void => {
    const at = placeOf(event)
    const before = fingers.get(event.pointerId)
    if (before === undefined) {
      if (event.pointerType !== 'touch') events.onPoint(at.x, at.y)
      return
    }
    const dx = at.x - before.x
    const dy = at.y - before.y
    travelled += Math.hypot(dx, dy)
    if (line !== undefined) {
      line.push(at.x, at.y)
      events.onLine(line)
    } else if (fingers.size === 2) pinch(event.pointerId, at, before)
    else if (travelled > slop) {
      pan(camera, dx, dy)
      const passed = Math.max(1, event.timeStamp - speed.time)
      const weight = Math.min(1, passed / 40)
      speed.x += (dx / passed - speed.x) * weight
      speed.y += (dy / passed - speed.y) * weight
      events.onMove()
    }
    speed.time = event.timeStamp
    before.x = at.x
    before.y = at.y
  }

  const pinch = (id: number, at: { x: number; y: number }, before: { x: number; y: number }): void => {
    for (const [other, place] of fingers) {
      if (other === id) continue
      const distance = Math.max(1, Math.hypot(at.x - place.x, at.y - place.y))
      const distanceBefore = Math.max(1, Math.hypot(before.x - place.x, before.y - place.y))
      pan(camera, (at.x - before.x) / 2, (at.y - before.y) / 2)
      zoom(camera, distance / distanceBefore, (at.x + place.x) / 2, (at.y + place.y) / 2)
    }
    events.onMove()
  }

  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return
    const at = placeOf(event)
    if (line !== undefined) {
      const drawn = line
      line = undefined
      return events.onLineEnd(travelled > slop ? drawn : [])
    }
    if (fingers.size > 0 || event.type === 'pointercancel') return
    if (travelled <= slop) return click(event, at)
    if (event.timeStamp - speed.time < 40 && Math.hypot(speed.x, speed.y) > 0.15) {
      motion.glide(speed.x, speed.y)
      events.onMove()
    }
  }

  const click = (event: PointerEvent, at: { x: number; y: number }): void => {
    const isDouble =
      event.timeStamp - lastClick.time < doubleClickTime && Math.hypot(at.x - lastClick.x, at.y - lastClick.y) < 24
    lastClick = { time: isDouble ? -Infinity : event.timeStamp, ...at }
    if (isDouble) events.onDoubleClick(at.x, at.y)
    else events.onClick(at.x, at.y)
  }

  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? camera.height : 1
    const { x, y } = placeOf(event)
    // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
    const amount = -event.deltaY * unit * (event.ctrlKey ? 0.012 : 0.0022)
    motion.zoomBy(Math.exp(Math.max(-1, Math.min(1, amount))), x, y)
    events.onMove()
  }

  const options = { signal: stop.signal }
  element.addEventListener('pointerdown', down, options)
  element.addEventListener('pointermove', move, options)
  element.addEventListener('pointerup', up, options)
  element.addEventListener('pointercancel', up, options)
  element.addEventListener('pointerleave', () => events.onLeave(), options)
  element.addEventListener('wheel', wheel, { ...options, passive: false })
  return () => stop.abort()
}
