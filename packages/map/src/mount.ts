/** Puts a map into an element: the picture, and what stands around it. */
import { make } from './chrome/element.ts'
import { createOverlay } from './chrome/overlay.ts'
import { pictures } from './chrome/words.ts'
import { isOpen, type Filter } from './filter/filter.ts'
import { groundOf } from './ground.ts'
import { listenToKeys } from './keys.ts'
import { linkOf, stateOf, type MapState } from './link.ts'
import { openModel, type MapModel } from './model.ts'
import type { MapSource } from './sources/source.ts'
import { createPanels } from './panels.ts'
import { createStage, type StageMemory } from './stage.ts'
import { mapX, mapY, type View } from './view/camera.ts'
import { listenToHands } from './view/gestures.ts'
import { rowsInside } from './view/lasso.ts'

/** What a map is mounted with. */
export interface MapOptions {
  readonly source: MapSource
  /** The fragment of a link that is opened. */
  readonly link?: string
  /** Told of the fragment that opens what is seen now, a moment after it changed. */
  readonly onLink?: (fragment: string) => void
  /** The address that opens a fragment; absent, that of the page with the fragment at its end. */
  readonly addressOf?: (fragment: string) => string
  /** Called with ids when somebody wants a collage of them; of one, when somebody wants a collage around it. Without it the button copies their ids. */
  readonly onCollage?: (ids: readonly string[]) => void
  /** Ids of pictures that are gathered at first. */
  readonly gathered?: readonly string[]
  /** Told of the ids that are gathered, whenever they change. */
  readonly onGather?: (ids: readonly string[]) => void
  /** Called after each frame with the milliseconds that our work in it took. */
  readonly onFrame?: (milliseconds: number) => void
}

/** A mounted map. */
export interface MapView {
  /** Flies to a view, to a picture by its id, or, without either, to the whole map. */
  goTo(target?: View | string): void
  /** Selects a picture by its id, undefined for none, and says whether its details are open. */
  select(id: string | undefined, open?: boolean): void
  /** @throws Error when there is no such layout */
  setLayout(kind: string): Promise<void>
  filter(filter: Filter): Promise<void>
  /** Opens what a link's fragment says. */
  open(fragment: string): Promise<void>
  /** What is seen now, as a fragment. */
  link(): string
  state(): MapState
  /** What stands in memory for the picture. */
  memory(): StageMemory
  /** Whether nothing moves and all that is in view is as sharp as it will be. */
  readonly isSettled: boolean
  /** Takes the map out of the element and lets everything go. */
  destroy(): void
}

const linkAfter = 250

/**
 * Mounts a map. The element has a size of its own; the map fills it.
 * @throws Error when the source cannot be read or the browser has no WebGL 2
 */
export async function mountMap(element: HTMLElement, options: MapOptions): Promise<MapView> {
  const begin = stateOf(options.link ?? '')
  const model = await openModel(options.source, begin.layout)
  const room = make('div', { class: 'map' })
  element.append(room)
  try {
    return await build(room, model, begin, options)
  } catch (error) {
    room.remove()
    throw error
  }
}

async function build(room: HTMLElement, model: MapModel, begin: MapState, options: MapOptions): Promise<MapView> {
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const canvas = make('canvas', { 'aria-hidden': 'true' })
  const voice = make('p', { class: 'map-unseen', role: 'status' })
  const note = make('p', { class: 'map-note', role: 'alert', hidden: true })
  const caption = make('p', { class: 'map-caption', 'aria-hidden': 'true', hidden: true })
  const help = make('p', {
    class: 'map-unseen',
    id: `map-help-${Math.random().toString(36).slice(2)}`,
    text: 'Arrows go to the next picture, plus and minus zoom, 0 shows the whole map, Enter opens a picture, Escape closes it, G gathers with a lasso, slash searches, I shows a list.',
  })
  const say = (sentence: string): void => {
    note.textContent = sentence
    note.hidden = false
    window.setTimeout(() => (note.hidden = true), 8000)
  }
  const hands = make('div', {
    class: 'map-stage',
    tabindex: '0',
    role: 'application',
    'aria-label': `Map of ${model.source.name}, ${pictures(model.catalogue.count)}`,
    'aria-describedby': help.id,
  })
  hands.append(canvas)
  room.append(hands, help, voice)
  const stage = await createStage(canvas, model, () => still.matches, say)
  stage.onFrame = options.onFrame
  const overlay = createOverlay(model, stage)
  hands.append(overlay.element)

  const addressOf = options.addressOf ?? ((fragment: string) => `${location.href.replace(/#.*/, '')}#${fragment}`)
  const panels = createPanels(room, model, stage, () => addressOf(linkOf(state())), options.onCollage, say)
  const coming = make('p', { class: 'map-coming', role: 'status', text: 'The pictures are coming …' })
  stage.onLoad = () => coming.remove()
  room.append(...panels.elements, caption, note, coming)

  // What changes is said, told to the link, and shown.
  let timer = 0
  const state = (): MapState => ({
    layout: model.layout,
    view: { x: stage.camera.x, y: stage.camera.y, extent: stage.camera.extent },
    filter: model.filter,
    ...(model.selected >= 0 && { selected: model.catalogue.ids[model.selected]! }),
    open: model.isOpen,
  })
  const tellLink = (): void => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => options.onLink?.(linkOf(state())), linkAfter)
  }
  stage.onView = () => {
    overlay.follow()
    tellLink()
  }
  model.listen((change) => {
    tellLink()
    if (change === 'layout')
      stage.motion.flyTo(model.selected < 0 ? stage.whole() : stage.closeUp(model.selected, true))
    if (change === 'selected') {
      if (model.selected >= 0) voice.textContent = model.catalogue.titles[model.selected]!
      panels.settle()
    }
    if (change === 'filter' && !isOpen(model.filter)) voice.textContent = `${pictures(model.shownCount)} shown`
    if (change === 'pointed') {
      caption.hidden = model.pointed < 0
      caption.textContent = model.catalogue.titles[model.pointed] ?? ''
      hands.dataset['points'] = String(model.pointed >= 0)
    }
  })

  const stopHands = listenToHands(hands, stage.camera, stage.motion, {
    onMove: () => stage.invalidate(),
    onPoint: (x, y) => model.point(panels.isGathering() ? -1 : stage.pick(x, y)),
    onLeave: () => model.point(-1),
    onClick: (x, y) => {
      const row = stage.pick(x, y)
      if (row < 0) return model.select(-1, false)
      model.select(row, true)
      stage.motion.flyTo(stage.closeUp(row, stage.spritePixels() > 40))
      stage.invalidate()
    },
    onDoubleClick: (x, y) => {
      stage.motion.zoomBy(2.2, x, y)
      stage.invalidate()
    },
    drawsLine: (event) => panels.isGathering() || event.shiftKey,
    onLine: overlay.drawLine,
    onLineEnd: (points) => {
      overlay.drawLine([])
      const line = points.map((value, at) => (at % 2 === 0 ? mapX(stage.camera, value) : mapY(stage.camera, value)))
      model.setSet(rowsInside(model.places, line, (row) => model.shown[row] === 1))
      panels.gather(false)
    },
  })
  const stopKeys = listenToKeys(room, hands, model, stage, panels)

  const dress = (): void => stage.setGround(groundOf(room))
  const watch = new MutationObserver(dress)
  watch.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const size = new ResizeObserver(() => {
    stage.resize(room.clientWidth, room.clientHeight, Math.min(2, window.devicePixelRatio))
    panels.settle()
  })
  dress()
  stage.resize(room.clientWidth, room.clientHeight, Math.min(2, window.devicePixelRatio))
  panels.settle()
  size.observe(room)

  const put = (view: View): void => {
    stage.motion.stop()
    Object.assign(stage.camera, view)
    stage.invalidate()
  }
  const open = async (next: MapState): Promise<void> => {
    await model.setLayout(next.layout ?? model.layout)
    await model.setFilter(next.filter)
    model.select(model.rowOf(next.selected ?? ''), next.open)
    put(next.view ?? stage.whole())
  }
  await open(begin)
  model.setSet((options.gathered ?? []).map(model.rowOf).filter((row) => row >= 0))
  model.listen((change) => {
    if (change === 'set') options.onGather?.(model.set.map((row) => model.catalogue.ids[row]!))
  })

  return {
    goTo: (target) => {
      const row = typeof target === 'string' ? model.rowOf(target) : -1
      if (typeof target === 'object') stage.motion.flyTo(target)
      else stage.motion.flyTo(row < 0 ? stage.whole() : stage.closeUp(row, false))
      stage.invalidate()
    },
    select: (id, isOpened) => model.select(id === undefined ? -1 : model.rowOf(id), isOpened),
    setLayout: model.setLayout,
    filter: model.setFilter,
    open: (fragment) => open(stateOf(fragment)),
    link: () => linkOf(state()),
    state,
    memory: stage.memory,
    get isSettled() {
      return stage.isSettled
    },
    destroy: () => {
      window.clearTimeout(timer)
      watch.disconnect()
      size.disconnect()
      stopHands()
      stopKeys()
      stage.destroy()
      room.remove()
    },
  }
}
