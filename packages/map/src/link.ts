/** The state of a map as the fragment of an address, in map units and ids: the same on any screen, and after pictures came. */
import type { FacetName } from './filter/facets.ts'
import { noFilter, type FacetChoice, type Filter } from './filter/filter.ts'
import type { View } from './view/camera.ts'

/** What a link opens. */
export interface MapState {
  /** Kind of the layout; undefined for the first one. */
  readonly layout?: string
  /** Undefined for the whole map. */
  readonly view?: View
  readonly filter: Filter
  /** Id of the selected picture. */
  readonly selected?: string
  /** Whether its details are open. */
  readonly open: boolean
}

const facetNames = ['tag', 'group', 'author', 'license', 'year'] as const satisfies readonly FacetName[]
const figures = (value: number): string => String(Number(value.toPrecision(5)))

/** `layout=umap&at=0.5,0.25,0.1&…`, without the `#`. */
export function linkOf({ layout, view, filter, selected, open }: MapState): string {
  const link = new URLSearchParams()
  if (layout !== undefined) link.set('layout', layout)
  if (view !== undefined) link.set('at', [view.x, view.y, view.extent].map(figures).join(','))
  if (filter.words.trim() !== '') link.set('words', filter.words.trim())
  if (filter.like !== '') link.set('like', filter.like)
  for (const name of facetNames) {
    const choice = filter.facets[name]
    for (const value of choice?.with ?? []) link.append(name, value)
    for (const value of choice?.without ?? []) link.append(`${name}-not`, value)
    if (choice?.mode === 'all' && choice.with.length > 1) link.set(`${name}-mode`, 'all')
  }
  if (selected !== undefined) link.set('piece', selected)
  if (open) link.set('open', '1')
  // Commas and spaces are allowed in fragments, and such links can be read.
  return link.toString().replaceAll('%2C', ',')
}

/** What a fragment opens, with or without its `#`. What it does not say, or says badly, is left out. */
export function stateOf(fragment: string): MapState {
  const link = new URLSearchParams(fragment.replace(/^#/, ''))
  const [x, y, extent, ...rest] = (link.get('at') ?? '').split(',').map(Number)
  const isView = [x, y, extent].every((value) => Number.isFinite(value)) && extent! > 0 && rest.length === 0
  const facets: Partial<Record<FacetName, FacetChoice>> = {}
  for (const name of facetNames) {
    const choice: FacetChoice = {
      with: link.getAll(name),
      without: link.getAll(`${name}-not`),
      mode: link.get(`${name}-mode`) === 'all' ? 'all' : 'any',
    }
    if (choice.with.length + choice.without.length > 0) facets[name] = choice
  }
  const layout = link.get('layout')
  const selected = link.get('piece')
  return {
    ...(layout !== null && { layout }),
    ...(isView && { view: { x: x!, y: y!, extent: extent! } }),
    filter: { ...noFilter, words: link.get('words') ?? '', like: link.get('like') ?? '', facets },
    ...(selected !== null && { selected }),
    open: link.get('open') === '1' && selected !== null,
  }
}
