/** What is told of the selected picture: the picture, who made it, what it is like. */
import { ArrowLeft, ArrowRight, ExternalLink, Maximize2, Sparkles, X } from 'lucide'
import { noChoice } from '../filter/filter.ts'
import type { PieceDetail } from '../format/detail.ts'
import type { MapModel } from '../model.ts'
import { icon, iconButton, make } from './element.ts'
import { withChoice } from './filters.ts'
import { thumbnail } from './pictures.ts'
import { amount, figure } from './words.ts'

/** What the panel leads to. */
export interface DetailEvents {
  /** Another picture is asked for. */
  onGo(row: number): void
  onClose(): void
  onFull(row: number): void
  /** Absent where collages cannot be begun. */
  readonly onCollage?: ((ids: readonly string[]) => void) | undefined
}

const neighboursShown = 18

/** The panel; empty and hidden while nothing is open. */
export function createDetail(model: MapModel, events: DetailEvents): HTMLElement {
  const panel = make('aside', { class: 'map-detail', 'aria-label': 'Details', hidden: true, tabindex: '-1' })
  const past: number[] = []
  let shown = -1
  const go = (row: number): void => {
    past.push(shown)
    events.onGo(row)
  }
  const draw = async (): Promise<void> => {
    const row = model.isOpen ? model.selected : -1
    if (row === shown) return
    shown = row
    panel.hidden = row < 0
    if (row < 0) {
      past.length = 0
      return panel.replaceChildren()
    }
    const rest = make('div', { class: 'map-rest' })
    const back = iconButton(ArrowLeft, 'Back', () => events.onGo(past.pop()!), { side: 'bottom' })
    back.hidden = past.length === 0
    panel.replaceChildren(
      make(
        'div',
        { class: 'map-detail-head' },
        back,
        make('span', { class: 'map-grow' }),
        iconButton(Maximize2, 'Look closely', () => events.onFull(row), { key: 'Z', side: 'bottom' }),
        iconButton(X, 'Close', () => events.onClose(), { key: 'Esc', side: 'bottom' }),
      ),
      make(
        'button',
        { type: 'button', class: 'map-plate', 'aria-label': 'Look closely', onPress: () => events.onFull(row) },
        thumbnail(model.source, row, 512, model.catalogue.titles[row]),
      ),
      make('h2', { text: model.catalogue.titles[row]! }),
      rest,
    )
    const detail = await model.source.detail(row).catch(() => undefined)
    if (shown === row) rest.replaceChildren(...about(model, row, detail), ...likes(model, row, detail, go, events))
  }
  model.listen((change) => change === 'selected' && void draw())
  void draw()
  return panel
}

function about(model: MapModel, row: number, detail: PieceDetail | undefined): HTMLElement[] {
  const { catalogue } = model
  const author = catalogue.authors.values[catalogue.authors.of[row]!]
  const license = catalogue.licenses.values[catalogue.licenses.of[row]!]
  const year = catalogue.years[row]
  const tags = [...catalogue.tags.items.subarray(catalogue.tags.starts[row], catalogue.tags.starts[row + 1])]
  const line = [author, year === 0 ? undefined : String(year)].filter((part) => part !== undefined).join(', ')
  const made = [
    line === '' ? undefined : make('p', { class: 'map-by', text: line }),
    make('p', {
      class: 'map-quiet map-figure',
      text: [
        `${figure(catalogue.widths[row]!)} × ${figure(catalogue.heights[row]!)}`,
        detail && `${detail.format.toUpperCase()}, ${amount(detail.bytes)}`,
        license,
      ]
        .filter(Boolean)
        .join(' · '),
    }),
    tags.length === 0
      ? undefined
      : make(
          'ul',
          { class: 'map-chips', 'aria-label': 'Tags' },
          ...tags.map((tag) => make('li', {}, tagChip(model, catalogue.tags.values[tag]!))),
        ),
    detail === undefined || detail.colors.length === 0
      ? undefined
      : make(
          'ul',
          { class: 'map-colors', 'aria-label': 'Main colours' },
          ...detail.colors.map(([l, a, b]) =>
            make('li', { style: `background: oklab(${l} ${a} ${b})`, title: `oklab(${l} ${a} ${b})` }),
          ),
        ),
    detail !== undefined && /^https?:\/\//.test(detail.link)
      ? make(
          'a',
          { class: 'map-link', href: detail.link, target: '_blank', rel: 'noreferrer' },
          'Where it is from',
          icon(ExternalLink, 14) as unknown as Node,
        )
      : undefined,
  ]
  return made.filter((element) => element !== undefined)
}

function tagChip(model: MapModel, tag: string): HTMLElement {
  return make('button', {
    type: 'button',
    class: 'map-chip',
    text: tag,
    'aria-label': `Show all with the tag ${tag}`,
    onPress: () => void model.setFilter(withChoice(model.filter, 'tag', { ...noChoice, with: [tag] })),
  })
}

function likes(
  model: MapModel,
  row: number,
  detail: PieceDetail | undefined,
  go: (row: number) => void,
  { onCollage }: DetailEvents,
): HTMLElement[] {
  const near = detail?.neighbours.slice(0, neighboursShown) ?? []
  if (near.length === 0) return []
  const id = model.catalogue.ids[row]!
  const strip = make(
    'ul',
    { class: 'map-likes', 'aria-label': 'Pictures like this one' },
    ...near.map(({ row: other, distance }) =>
      make(
        'li',
        {},
        make(
          'button',
          {
            type: 'button',
            'aria-label': model.catalogue.titles[other],
            title: `${model.catalogue.titles[other]} · distance ${distance.toFixed(2)}`,
            onPress: () => go(other),
          },
          thumbnail(model.source, other, 128),
        ),
      ),
    ),
  )
  return [
    make('h3', { text: 'Like this' }),
    strip,
    make(
      'div',
      { class: 'map-actions' },
      make(
        'button',
        { type: 'button', class: 'map-button', onPress: () => void model.setFilter({ ...model.filter, like: id }) },
        'Show them on the map',
        icon(ArrowRight, 16) as unknown as Node,
      ),
      onCollage !== undefined &&
        make(
          'button',
          { type: 'button', class: 'map-button', onPress: () => onCollage([id]) },
          icon(Sparkles, 16) as unknown as Node,
          'Collage around it',
        ),
    ),
  ]
}
