/** The panel of facets: values with their counts, each to be had (OR, or AND) or not to be had (NOT). */
import { Ban } from 'lucide'
import type { Facet, FacetName } from '../filter/facets.ts'
import { noChoice, type FacetChoice, type Filter } from '../filter/filter.ts'
import { fold } from '../filter/words.ts'
import type { MapModel } from '../model.ts'
import { icon, make } from './element.ts'
import { facetNames, figure } from './words.ts'

const fewest = 8
const most = 200

/** The filter with another choice of one facet. */
export function withChoice(filter: Filter, name: FacetName, choice: FacetChoice): Filter {
  return { ...filter, facets: { ...filter.facets, [name]: choice } }
}

/** A choice after a value was pressed: it is had, or no longer. */
export function toggled(choice: FacetChoice, value: string, side: 'with' | 'without'): FacetChoice {
  const other = side === 'with' ? 'without' : 'with'
  const isIn = choice[side].includes(value)
  return {
    ...choice,
    [side]: isIn ? choice[side].filter((one) => one !== value) : [...choice[side], value],
    [other]: choice[other].filter((one) => one !== value),
  }
}

/** The panel. */
export function createFilters(model: MapModel): HTMLElement {
  const panel = make('section', { class: 'map-filters', 'aria-label': 'Filter', hidden: true })
  for (const facet of model.facets) panel.append(facetGroup(model, facet))
  if (model.facets.length === 0)
    panel.append(
      make('p', { class: 'map-quiet', text: 'These pictures have no tags, authors, years or licences.' }),
    )
  return panel
}

function facetGroup(model: MapModel, facet: Facet): HTMLElement {
  const { name } = facet
  const list = make('ul', {})
  const find = make('input', {
    type: 'search',
    class: 'map-field',
    placeholder: `Find in ${figure(facet.values.length)} ${facetNames[name].toLowerCase()}`,
    'aria-label': `Find in ${facetNames[name].toLowerCase()}`,
  })
  const mode = make('button', { type: 'button', class: 'map-mode', onPress: () => switchMode() })
  const more = make('button', { type: 'button', class: 'map-more', onPress: () => showAll() })
  let isWhole = false
  const choice = (): FacetChoice => model.filter.facets[name] ?? noChoice
  const set = (next: FacetChoice): void => void model.setFilter(withChoice(model.filter, name, next))
  const switchMode = (): void => set({ ...choice(), mode: choice().mode === 'any' ? 'all' : 'any' })
  const showAll = (): void => {
    isWhole = true
    draw()
  }

  const valueRow = (value: string, count: number): HTMLElement => {
    const has = choice().with.includes(value)
    const hasNot = choice().without.includes(value)
    return make(
      'li',
      { class: 'map-value', 'data-value': value },
      make(
        'button',
        {
          type: 'button',
          class: 'map-value-name',
          'aria-pressed': String(has),
          'data-not': hasNot,
          onPress: () => set(toggled(choice(), value, 'with')),
        },
        make('span', { text: value }),
        make('span', { class: 'map-count', text: figure(count) }),
      ),
      make(
        'button',
        {
          type: 'button',
          class: 'map-icon map-not',
          'aria-label': `Not ${value}`,
          'aria-pressed': String(hasNot),
          onPress: () => set(toggled(choice(), value, 'without')),
        },
        icon(Ban, 14) as unknown as Node,
      ),
    )
  }

  const draw = (): void => {
    // The pressed button is made anew; the focus stays where it was.
    const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined
    const place = focused?.closest('li')?.dataset['value']
    const isNot = focused?.classList.contains('map-not') === true
    const asked = fold(find.value.trim())
    const { with: had, without } = choice()
    const fitting = asked === '' ? facet.values : facet.values.filter(({ value }) => fold(value).includes(asked))
    const limit = asked !== '' || isWhole ? most : fewest
    const chosen = facet.values.filter(({ value }) => had.includes(value) || without.includes(value))
    const rest = fitting.filter((entry) => !chosen.includes(entry))
    const listed = [...chosen, ...rest.slice(0, Math.max(0, limit - chosen.length))]
    list.replaceChildren(...listed.map(({ value, count }) => valueRow(value, count)))
    more.hidden = asked !== '' || isWhole || facet.values.length <= fewest
    more.textContent = `All ${figure(facet.values.length)}`
    find.hidden = facet.values.length <= fewest || (!isWhole && asked === '')
    mode.hidden = name !== 'tag' || had.length < 2
    mode.textContent = choice().mode === 'any' ? 'any of these' : 'all of these'
    mode.setAttribute('aria-label', `Pictures with ${mode.textContent}; press to change`)
    if (place === undefined) return
    const item = list.querySelector(`[data-value=${CSS.escape(place)}]`)
    item?.querySelector<HTMLElement>(isNot ? '.map-not' : '.map-value-name')?.focus()
  }
  find.addEventListener('input', draw)
  model.listen((change) => change === 'filter' && draw())
  draw()
  return make(
    'fieldset',
    { class: 'map-facet' },
    make('legend', { text: facetNames[name] }),
    mode,
    find,
    list,
    more,
  )
}
