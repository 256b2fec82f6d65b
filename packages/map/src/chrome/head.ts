/** Above the picture: what it is, the search, and what is being asked for, piece by piece, each to be taken back. */
import { ListFilter, Search, X } from 'lucide'
import { isOpen, noChoice, noFilter } from '../filter/filter.ts'
import type { FacetName } from '../filter/facets.ts'
import type { MapModel } from '../model.ts'
import { icon, iconButton, make } from './element.ts'
import { toggled, withChoice } from './filters.ts'
import { figure, pictures } from './words.ts'

/** Milliseconds after the last letter until the search begins. */
const pause = 120

/** The parts of the head. */
export interface Head {
  readonly element: HTMLElement
  readonly search: HTMLInputElement
  readonly filterButton: HTMLButtonElement
}

/** @param onFilters is called when the panel of facets is asked for. */
export function createHead(model: MapModel, onFilters: () => void): Head {
  const count = make('p', { class: 'map-quiet map-figure' })
  const chips = make('ul', { class: 'map-chips', 'aria-label': 'Asked for' })
  const search = make('input', {
    type: 'search',
    class: 'map-field',
    placeholder: 'Search',
    'aria-label': 'Search titles, authors and tags',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const filterButton = iconButton(ListFilter, 'Filter', onFilters, {
    key: 'F',
    side: 'bottom',
    'aria-expanded': 'false',
  })
  let timer = 0
  search.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void model.setFilter({ ...model.filter, words: search.value }), pause)
  })
  const form = make(
    'form',
    { role: 'search', class: 'map-search' },
    icon(Search, 16) as unknown as Node,
    search,
    filterButton,
  )
  form.addEventListener('submit', (event) => event.preventDefault())

  const chip = (text: string, isNot: boolean, remove: () => void): HTMLElement =>
    make(
      'li',
      {},
      make(
        'button',
        {
          type: 'button',
          class: 'map-chip',
          'data-not': isNot,
          'aria-label': `Take back: ${text}`,
          onPress: remove,
        },
        make('span', { text }),
        icon(X, 12) as unknown as Node,
      ),
    )
  const draw = (): void => {
    const { filter } = model
    if (document.activeElement !== search) search.value = filter.words
    count.textContent = isOpen(filter)
      ? pictures(model.catalogue.count)
      : `${figure(model.shownCount)} of ${pictures(model.catalogue.count)}`
    const made: HTMLElement[] = []
    const like = model.rowOf(filter.like)
    if (like >= 0)
      made.push(
        chip(`like ${model.catalogue.titles[like]}`, false, () => void model.setFilter({ ...filter, like: '' })),
      )
    for (const [name, choice = noChoice] of Object.entries(filter.facets)) {
      for (const side of ['with', 'without'] as const) {
        for (const value of choice[side]) {
          const next = withChoice(filter, name as FacetName, toggled(choice, value, side))
          made.push(
            chip(side === 'with' ? value : `not ${value}`, side === 'without', () => void model.setFilter(next)),
          )
        }
      }
    }
    if (model.shownCount === 0 && model.catalogue.count > 0)
      made.unshift(make('li', { class: 'map-quiet', text: 'Nothing here is like that.' }))
    if (!isOpen(filter))
      made.push(
        make(
          'li',
          {},
          make('button', {
            type: 'button',
            class: 'map-more',
            text: 'Show all',
            onPress: () => void model.setFilter(noFilter),
          }),
        ),
      )
    chips.replaceChildren(...made)
    chips.hidden = made.length === 0
  }
  model.listen((change) => change === 'filter' && draw())
  draw()
  return {
    element: make(
      'header',
      { class: 'map-head' },
      make('div', { class: 'map-name' }, make('h1', { text: model.source.name }), count),
      form,
      chips,
    ),
    search,
    filterButton,
  }
}
