/** Names of places on a map that has none of its own. */
import type { Facet } from '../filter/facets.ts'
import type { PlaceIndex } from './place-index.ts'

/** A name at a place. */
export interface Label {
  readonly text: string
  /** Map units. */
  readonly x: number
  readonly y: number
  /** Pictures that it stands for: where two labels would meet, the one with more is shown. */
  readonly weight: number
}

const most = 160
/** A group whose middle half is spread wider, as a share of the map, has no place of its own. */
const widest = 0.35
const fewest = 4

/** Of groups, where the pictures of each lie together; most weight first. */
export function groupLabels(places: PlaceIndex, facets: readonly Facet[]): readonly Label[] {
  const facet = facets.find(({ name }) => name === 'group')
  // Groups are named after tags; without any, their names say nothing.
  if (facets.every(({ name }) => name !== 'tag')) return []
  const labels: Label[] = []
  for (const { value, count } of facet?.values.slice(0, most) ?? []) {
    if (count < fewest) continue
    const rows = facet!.rowsOf(value)
    const xs = Float32Array.from(rows, (row) => places.positions[2 * row]!).sort()
    const ys = Float32Array.from(rows, (row) => places.positions[2 * row + 1]!).sort()
    const at = (list: Float32Array, share: number): number => list[Math.floor((list.length - 1) * share)]!
    const spread = Math.max(at(xs, 0.75) - at(xs, 0.25), at(ys, 0.75) - at(ys, 0.25))
    if (spread > widest) continue
    labels.push({ text: value, x: at(xs, 0.5), y: at(ys, 0.5), weight: count })
  }
  return labels.toSorted((one, two) => two.weight - one.weight)
}
