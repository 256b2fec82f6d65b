/** Wheel, drag, pinch and click on the stage. */
/** What the gestures do. */
export interface GestureTargets {
  zoom(x: number, y: number, factor: number): void
  pan(dx: number, dy: number): void
  /** With where it was. */
  click(x: number, y: number): void
  /** Space is held, so that a drag pans whatever is under it. */
  grabbing(): boolean
}

const slop = 4

/** Listens on an element until the returned function is called. Coordinates are relative to the element. */
export function listen(element: HTMLElement, targets: GestureTargets): () => void {
  const pointers = new Map<number, { x: number; y: number }>()
  let moved = 0
  const at = (event: MouseEvent) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const { x, y } = at(event)
    const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY
    // Two fingers on a trackpad report ctrlKey for a pinch, with small deltas.
    targets.zoom(x, y, Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)))
  }
  const down = (event: PointerEvent) => {
    if (event.button > 1) return
    element.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, at(event))
    if (pointers.size === 1) moved = targets.grabbing() || event.button === 1 ? slop + 1 : 0
  }
  const move = (event: PointerEvent) => {
    const last = pointers.get(event.pointerId)
    if (!last) return
    const now = at(event)
    moved += Math.hypot(now.x - last.x, now.y - last.y)
    if (moved > slop) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
      if (other) {
        const before = Math.hypot(last.x - other.x, last.y - other.y)
        const after = Math.hypot(now.x - other.x, now.y - other.y)
        if (before > 0) targets.zoom((now.x + other.x) / 2, (now.y + other.y) / 2, after / before)
        targets.pan((now.x - last.x) / 2, (now.y - last.y) / 2)
      } else targets.pan(now.x - last.x, now.y - last.y)
    }
    pointers.set(event.pointerId, now)
  }
  const up = (event: PointerEvent) => {
    const known = pointers.delete(event.pointerId)
    if (known && event.type === 'pointerup' && pointers.size === 0 && moved <= slop && event.button === 0)
      targets.click(at(event).x, at(event).y)
  }
  element.addEventListener('wheel', wheel, { passive: false })
  element.addEventListener('pointerdown', down)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', up)
  element.addEventListener('pointercancel', up)
  return () => {
    element.removeEventListener('wheel', wheel)
    element.removeEventListener('pointerdown', down)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', up)
    element.removeEventListener('pointercancel', up)
  }
}
