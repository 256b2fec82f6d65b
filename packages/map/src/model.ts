/** What a map shows and what is chosen on it, without a pixel: layouts, filter, selection, set. Listeners hear of each change. */
import type { MapLabel, MapLayout } from '@reverie/collection'
import type { Catalogue } from './format/catalogue.ts'
import { facetsOf, type Facet } from './filter/facets.ts'
import { applyChoice, isOpen, noFilter, type Filter } from './filter/filter.ts'
import { indexWords, matchWords, type WordIndex } from './filter/words.ts'
import type { MapSource } from './sources/source.ts'
import { indexPlaces, type PlaceIndex } from './view/place-index.ts'

/** What changed. */
type Change = 'layout' | 'filter' | 'selected' | 'pointed' | 'set'

/** The state of a map. Rows are those of the catalogue. */
export interface MapModel {
  readonly source: MapSource
  readonly catalogue: Catalogue
  readonly facets: readonly Facet[]
  readonly layout: string
  readonly places: PlaceIndex
  /** Words that belong to the layout. */
  readonly words: readonly MapLabel[]
  readonly filter: Filter
  /** [count] 1 for what the filter lets through. */
  readonly shown: Uint8Array
  readonly shownCount: number
  /** −1 for none. */
  readonly pointed: number
  readonly selected: number
  /** Whether the details of the selected picture are open. */
  readonly isOpen: boolean
  /** Rows that were gathered by a lasso; ascending. */
  readonly set: readonly number[]
  /** −1 when there is no such picture. */
  rowOf(id: string): number
  /** @throws Error when there is no such layout, or it cannot be read */
  setLayout(kind: string): Promise<void>
  setFilter(filter: Filter): Promise<void>
  select(row: number, open?: boolean): void
  point(row: number): void
  setSet(rows: readonly number[]): void
  listen(listener: (change: Change) => void): () => void
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Opens what a source holds with a layout. @throws Error when it cannot be read */
export async function openModel(source: MapSource, layout: string | undefined): Promise<MapModel> {
  const kind = layout !== undefined && source.layouts.includes(layout) ? layout : source.layouts[0]!
  const [catalogue, first] = await Promise.all([source.catalogue(), source.layout(kind)])
  const listeners = new Set<(change: Change) => void>()
  const tell = (change: Change): void => listeners.forEach((listener) => listener(change))
  const rows = new Map(catalogue.ids.map((id, row) => [id, row]))
  const facets = facetsOf(catalogue)
  const layouts = new Map([[kind, opened(first)]])
  let words: WordIndex | undefined
  let asked = 0
  const shownBy = async (filter: Filter): Promise<Uint8Array> => {
    const shown = new Uint8Array(catalogue.count).fill(1)
    if (filter.words.trim() !== '') {
      const hits = matchWords((words ??= indexWords(catalogue)), filter.words)
      if (hits !== undefined) shown.set(hits)
    }
    for (const facet of facets) {
      const choice = filter.facets[facet.name]
      if (choice !== undefined) applyChoice(shown, facet, choice)
    }
    const like = rows.get(filter.like)
    if (like === undefined) return shown
    const kept = new Set([like, ...(await source.detail(like)).neighbours.map(({ row }) => row)])
    return shown.map((value, row) => (kept.has(row) ? value : 0))
  }

  const model: Writable<MapModel> = {
    source,
    catalogue,
    facets,
    layout: kind,
    ...layouts.get(kind)!,
    filter: noFilter,
    shown: new Uint8Array(catalogue.count).fill(1),
    shownCount: catalogue.count,
    pointed: -1,
    selected: -1,
    isOpen: false,
    set: [],
    rowOf: (id: string) => rows.get(id) ?? -1,
    setLayout: async (next: string) => {
      const turn = ++asked
      let found = layouts.get(next)
      if (found === undefined) {
        if (!source.layouts.includes(next))
          throw new Error(`This map has no layout "${next}". It has: ${source.layouts.join(', ')}.`)
        found = opened(await source.layout(next))
        layouts.set(next, found)
      }
      // Somebody may have asked for another one meanwhile.
      if (turn !== asked || model.layout === next) return
      model.layout = next
      Object.assign(model, found)
      tell('layout')
    },
    setFilter: async (filter: Filter) => {
      model.filter = filter
      const shown = isOpen(filter) ? new Uint8Array(catalogue.count).fill(1) : await shownBy(filter)
      if (model.filter !== filter) return
      model.shown = shown
      model.shownCount = shown.reduce((sum, value) => sum + value, 0)
      tell('filter')
    },
    select: (row: number, open = model.isOpen) => {
      const isSame = row === model.selected && model.isOpen === (open && row >= 0)
      model.selected = row
      model.isOpen = open && row >= 0
      if (!isSame) tell('selected')
    },
    point: (row: number) => {
      if (row === model.pointed) return
      model.pointed = row
      tell('pointed')
    },
    setSet: (set: readonly number[]) => {
      model.set = set.toSorted((one, two) => one - two)
      tell('set')
    },
    listen: (listener: (change: Change) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return model
}

const opened = ({ positions, cell, labels }: MapLayout): Pick<MapModel, 'places' | 'words'> => ({
  places: indexPlaces(positions, cell),
  words: labels ?? [],
})
