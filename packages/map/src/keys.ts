/** The keys of a map. On the picture, arrows travel; letters act anywhere but where a person types. */
import type { Panels } from './panels.ts'
import type { MapModel } from './model.ts'
import type { Stage } from './stage.ts'
import { nearestPlace, nextPlace } from './view/place-index.ts'

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Listens until the returned function is called. */
export function listenToKeys(
  room: HTMLElement,
  picture: HTMLElement,
  model: MapModel,
  stage: Stage,
  panels: Panels,
): () => void {
  const isShown = (row: number): boolean => model.shown[row] === 1
  const travel = (direction: readonly [number, number]): void => {
    const next =
      model.selected < 0
        ? nearestPlace(model.places, stage.camera.x, stage.camera.y, isShown)
        : nextPlace(model.places, model.selected, direction, isShown)
    if (next < 0) return
    model.select(next)
    stage.motion.flyTo(stage.closeUp(next, stage.spritePixels() > 24))
    stage.invalidate()
  }
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => panels.zoomBy(1.5),
    '=': () => panels.zoomBy(1.5),
    '-': () => panels.zoomBy(1 / 1.5),
    '0': panels.whole,
    '/': () => panels.search.focus(),
    f: panels.toggleFilters,
    g: () => panels.gather(!panels.isGathering()),
    i: () => panels.toggleList(),
    l: panels.copyLink,
    z: panels.openFull,
  }
  const listen = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement
    const isTyping = target.matches('input, textarea, select, [contenteditable]')
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
    if (target.closest('dialog') !== null) return
    const act = event.key === 'Escape' ? () => close(target) : isTyping ? undefined : actOf(event, target)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const close = (target: HTMLElement): void => {
    const isLeft = target === panels.search || panels.closeOne()
    // The focus was in what is closed now, or in the search.
    if (isLeft && (target === panels.search || !target.checkVisibility())) picture.focus()
  }
  const actOf = (event: KeyboardEvent, target: HTMLElement): (() => void) | undefined => {
    if (target === picture) {
      const direction = directions[event.key]
      if (direction !== undefined) return () => travel(direction)
      if (event.key === 'Enter' && model.selected >= 0) return () => model.select(model.selected, true)
    }
    return acts[event.key.toLowerCase()]
  }
  room.addEventListener('keydown', listen)
  return () => room.removeEventListener('keydown', listen)
}
