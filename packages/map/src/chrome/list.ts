/** The pictures as a list: the same ones that the map shows, for reading, screen readers, and whoever likes lists. */
import { X } from 'lucide'
import type { MapModel } from '../model.ts'
import { iconButton, make } from './element.ts'
import { thumbnail } from './pictures.ts'
import { pictures } from './words.ts'

const page = 60

/** The list, and how to show it. */
export interface List {
  readonly element: HTMLElement
  toggle(isShown: boolean): void
}

/** @param onOpen is called with the row of the picture that was chosen. */
export function createList(model: MapModel, onOpen: (row: number) => void, onClose: () => void): List {
  const items = make('ol', { class: 'map-items' })
  const heading = make('h2', {})
  const more = make('button', { type: 'button', class: 'map-button', text: 'More', onPress: () => append(true) })
  let rows: number[] = []
  let isShown = false

  const item = (row: number, at: number): HTMLElement => {
    const { catalogue } = model
    const author = catalogue.authors.values[catalogue.authors.of[row]!]
    const year = catalogue.years[row]
    const line = [author, year === 0 ? undefined : year].filter((part) => part !== undefined).join(', ')
    return make(
      'li',
      { 'aria-setsize': rows.length, 'aria-posinset': at + 1 },
      make(
        'button',
        { type: 'button', class: 'map-item', 'data-row': row, onPress: () => onOpen(row) },
        make('span', { class: 'map-item-picture' }, thumbnail(model.source, row, 256)),
        make('span', { class: 'map-item-title', text: catalogue.titles[row]! }),
        line !== '' && make('span', { class: 'map-quiet', text: line }),
      ),
    )
  }
  const append = (takesFocus: boolean): void => {
    const from = items.childElementCount
    items.append(...rows.slice(from, from + page).map((row, at) => item(row, from + at)))
    more.hidden = items.childElementCount >= rows.length
    if (takesFocus) items.children[from]?.querySelector('button')?.focus()
  }
  const draw = (): void => {
    if (!isShown) return
    rows =
      model.set.length > 0 ? [...model.set] : Array.from(model.shown.keys()).filter((row) => model.shown[row] === 1)
    heading.textContent = model.set.length > 0 ? `${pictures(rows.length)} gathered` : pictures(rows.length)
    items.replaceChildren()
    element.scrollTop = 0
    append(false)
  }
  const element = make(
    'section',
    { class: 'map-list', 'aria-label': 'List', hidden: true },
    make(
      'div',
      { class: 'map-list-head' },
      heading,
      iconButton(X, 'Close the list', onClose, { key: 'Esc', side: 'bottom' }),
    ),
    items,
    more,
  )
  // Coming near the end shows more, for those who scroll.
  new IntersectionObserver((entries) => isShown && entries.some((entry) => entry.isIntersecting) && append(false), {
    root: element,
    rootMargin: '400px',
  }).observe(more)
  model.listen((change) => (change === 'filter' || change === 'set') && draw())
  return {
    element,
    toggle: (next) => {
      isShown = next
      element.hidden = !next
      if (next) draw()
      else items.replaceChildren()
    },
  }
}
