/** What stands around the picture: head, filters, layouts, tools, details, list, and what their buttons do. */
import { Lasso, Link2, List as ListIcon, Maximize, Minus, Plus } from 'lucide'
import { createDetail } from './chrome/detail.ts'
import { iconButton, make } from './chrome/element.ts'
import { createFilters } from './chrome/filters.ts'
import { openFull } from './chrome/full.ts'
import { createGathered } from './chrome/gathered.ts'
import { createHead } from './chrome/head.ts'
import { createLayouts } from './chrome/layouts.ts'
import { createList } from './chrome/list.ts'
import { pictures } from './chrome/words.ts'
import type { MapModel } from './model.ts'
import type { Stage } from './stage.ts'
import type { Insets } from './view/camera.ts'

/** What stands around the picture, as the keys need it. */
export interface Panels {
  readonly elements: readonly HTMLElement[]
  readonly search: HTMLInputElement
  isGathering(): boolean
  gather(isOn: boolean): void
  toggleFilters(): void
  toggleList(isShown?: boolean): void
  openFull(): void
  copyLink(): void
  whole(): void
  zoomBy(factor: number): void
  /** Closes what is uppermost. @returns whether there was anything */
  closeOne(): boolean
  /** Tells the picture how much of it is covered. */
  settle(): void
}

/**
 * @param address of what is seen now.
 * @param say shows a sentence for a while.
 */
export function createPanels(
  room: HTMLElement,
  model: MapModel,
  stage: Stage,
  address: () => string,
  onCollage: ((ids: readonly string[]) => void) | undefined,
  say: (sentence: string) => void,
): Panels {
  const filters = createFilters(model)
  const head = createHead(model, () => panels.toggleFilters())
  head.element.append(filters)
  const copy = (text: string, sentence: string): void =>
    void navigator.clipboard.writeText(text).then(
      () => say(sentence),
      () => say(text),
    )
  const collage =
    onCollage ??
    ((ids: readonly string[]) => copy(ids.join('\n'), `${pictures(ids.length)}: their ids are on the clipboard.`))
  const go = (row: number): void => {
    model.select(row, true)
    stage.motion.flyTo(stage.closeUp(row, false))
    stage.invalidate()
  }
  const full = (row: number): void => void openFull(room, model, row).catch((error: Error) => say(error.message))
  const detail = createDetail(model, {
    onGo: go,
    onClose: () => model.select(model.selected, false),
    onFull: full,
    onCollage,
  })
  const list = createList(model, go, () => panels.toggleList(false))
  const gathered = createGathered(model, {
    onList: () => panels.toggleList(true),
    onProblem: say,
    onCollage: collage,
  })
  const lasso = iconButton(Lasso, 'Gather', () => panels.gather(!panels.isGathering()), {
    key: 'G',
    'aria-pressed': 'false',
  })
  const listButton = iconButton(ListIcon, 'List', () => panels.toggleList(), { key: 'I', 'aria-pressed': 'false' })
  const tools = make(
    'div',
    { class: 'map-tools', role: 'toolbar', 'aria-label': 'View', 'aria-orientation': 'vertical' },
    iconButton(Plus, 'Nearer', () => panels.zoomBy(1.8), { key: '+', class: 'map-icon map-zoom' }),
    iconButton(Minus, 'Farther', () => panels.zoomBy(1 / 1.8), { key: '−', class: 'map-icon map-zoom' }),
    iconButton(Maximize, 'Whole map', () => panels.whole(), { key: '0' }),
    lasso,
    listButton,
    iconButton(Link2, 'Copy a link to this view', () => panels.copyLink(), { key: 'L' }),
  )
  const panels: Panels = {
    elements: [head.element, createLayouts(model, say), tools, gathered, detail, list.element],
    search: head.search,
    isGathering: () => room.dataset['gathers'] === 'true',
    gather: (isOn) => {
      room.dataset['gathers'] = String(isOn)
      lasso.setAttribute('aria-pressed', String(isOn))
    },
    toggleFilters: () => {
      const wasWhole = stage.isWhole()
      filters.hidden = !filters.hidden
      head.filterButton.setAttribute('aria-expanded', String(!filters.hidden))
      panels.settle()
      if (wasWhole) panels.whole()
    },
    toggleList: (isShown = list.element.hidden === true) => {
      list.toggle(isShown)
      room.dataset['lists'] = String(isShown)
      listButton.setAttribute('aria-pressed', String(isShown))
      if (isShown) list.element.querySelector('button')?.focus()
    },
    openFull: () => model.selected >= 0 && full(model.selected),
    copyLink: () => copy(address(), 'The link to this view is on the clipboard.'),
    whole: () => {
      stage.motion.flyTo(stage.whole())
      stage.invalidate()
    },
    zoomBy: (factor) => {
      stage.motion.zoomBy(factor, stage.camera.width / 2, stage.camera.height / 2)
      stage.invalidate()
    },
    closeOne: () => {
      if (panels.isGathering()) panels.gather(false)
      else if (model.isOpen) model.select(model.selected, false)
      else if (!list.element.hidden) panels.toggleList(false)
      else if (!filters.hidden) panels.toggleFilters()
      else if (model.set.length > 0) model.setSet([])
      else if (model.selected >= 0) model.select(-1, false)
      else return false
      return true
    },
    settle: () => {
      const isNarrow = room.clientWidth < 720
      room.dataset['narrow'] = String(isNarrow)
      const sheet = detail.hidden ? 0 : detail.getBoundingClientRect()[isNarrow ? 'height' : 'width']
      const insets: Insets = isNarrow
        ? { left: 12, right: 12, top: 116, bottom: Math.max(72, sheet) }
        : { left: filters.hidden ? 32 : 320, right: Math.max(72, sheet), top: filters.hidden ? 84 : 24, bottom: 72 }
      stage.setInsets(insets)
    },
  }
  return panels
}
