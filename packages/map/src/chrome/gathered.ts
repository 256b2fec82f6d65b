/** What was gathered by a lasso: how many, and what can be done with them. */
import { Download, FileText, List, Sparkles, X } from 'lucide'
import type { MapModel } from '../model.ts'
import { setTable } from '../set/table.ts'
import { icon, iconButton, make } from './element.ts'
import { pictures } from './words.ts'

/** What the bar leads to. */
export interface GatheredEvents {
  onList(): void
  onProblem(sentence: string): void
  readonly onCollage?: ((ids: readonly string[]) => void) | undefined
}

/** The bar; hidden while nothing is gathered. */
export function createGathered(model: MapModel, events: GatheredEvents): HTMLElement {
  const count = make('span', { class: 'map-figure', role: 'status' })
  const base = (): string => `${model.source.name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${model.set.length}`
  const table = async (): Promise<void> => {
    save(new Blob([await setTable(model, model.set)], { type: 'text/csv' }), `${base()}.csv`)
  }
  const zip = async (): Promise<void> => {
    const { zipOf } = await import('../set/zip.ts')
    const rows = model.set
    const name = `${base()}.zip`
    save(await zipOf(model, rows, (done) => (count.textContent = `${done} of ${pictures(rows.length)}`)), name)
    draw()
  }
  const action = (work: () => Promise<void>) => (): void =>
    void work().catch((error: Error) => events.onProblem(`That could not be saved: ${error.message}`))
  const bar = make(
    'section',
    { class: 'map-gathered', 'aria-label': 'Gathered pictures', hidden: true },
    count,
    make(
      'button',
      { type: 'button', class: 'map-button', onPress: () => events.onList() },
      icon(List, 16) as unknown as Node,
      'List',
    ),
    make(
      'button',
      { type: 'button', class: 'map-button', onPress: action(table) },
      icon(FileText, 16) as unknown as Node,
      'CSV',
    ),
    make(
      'button',
      { type: 'button', class: 'map-button', onPress: action(zip) },
      icon(Download, 16) as unknown as Node,
      'Zip',
    ),
    make(
      'button',
      { type: 'button', class: 'map-button map-primary', onPress: () => collage() },
      icon(Sparkles, 16) as unknown as Node,
      'Collage',
    ),
    iconButton(X, 'Let go', () => model.setSet([]), { side: 'top' }),
  )
  const collage = (): void => events.onCollage?.(model.set.map((row) => model.catalogue.ids[row]!))
  const draw = (): void => {
    bar.hidden = model.set.length === 0
    count.textContent = pictures(model.set.length)
  }
  model.listen((change) => change === 'set' && draw())
  return bar
}

/** Gives a file to the person. */
function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  make('a', { href: url, download: name }).click()
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
