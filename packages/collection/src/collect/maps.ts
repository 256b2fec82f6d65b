/** The maps of a bundle. Free maps stay as they are: what is new is placed on them. */
import type { Bundle } from '../bundle/open.ts'
import type { MapLayout, NeighbourLists } from '../collection.ts'
import { colorLayout, gridLayout, placeNew, tagLayout, timeLayout, tsneLayout, umapLayout } from '../maps/index.ts'
import type { Piece } from '../piece.ts'

/** What a map is made of. */
export interface MapMaking {
  readonly pieces: readonly Piece[]
  readonly lists: NeighbourLists
  /** The bundle as it is, whose maps are kept; undefined to make them anew. */
  readonly before: Bundle | undefined
  readonly signal: AbortSignal
  /** Told the kind that is begun. */
  readonly begin: (kind: string) => void
}

/** A map of fewer pieces is none that would have to be kept when more than as many come. */
const WORTH_KEEPING = 50

const free = { umap: umapLayout, tsne: tsneLayout } as const

/** All maps of the pieces. */
export async function mapsOf({ pieces, lists, before, signal, begin }: MapMaking): Promise<MapLayout[]> {
  const layouts: MapLayout[] = []
  for (const [kind, make] of Object.entries(free)) {
    begin(kind)
    // oxlint-disable no-await-in-loop -- each takes all cores
    const old = before === undefined ? undefined : await keptLayout(before, kind, pieces)
    layouts.push(old === undefined ? await make(lists, { signal }) : placeNew(old, lists))
    // oxlint-enable no-await-in-loop
  }
  const [umap] = layouts as [MapLayout]
  begin('grid')
  layouts.push(await gridLayout(umap, lists, { signal }))
  begin('colours, times and tags')
  const others = [colorLayout(pieces), timeLayout(pieces, umap), tagLayout(pieces, umap)]
  return [...layouts, ...others.filter((layout) => layout !== undefined)]
}

/** An old map in the order of the pieces, with NaN for new ones. */
async function keptLayout(before: Bundle, kind: string, pieces: readonly Piece[]): Promise<MapLayout | undefined> {
  const layout = await before.layout(kind)
  if (layout === undefined) return undefined
  const rows = new Map((await before.pieces()).map(({ id }, row) => [id, row]))
  const kept = pieces.map(({ id }) => rows.get(id))
  const known = kept.filter((row) => row !== undefined).length
  if (known === 0 || (known < WORTH_KEEPING && pieces.length > 2 * known)) return undefined
  const positions = Float32Array.from({ length: 2 * pieces.length }, (_, at) => {
    const row = kept[at >> 1]
    return row === undefined ? NaN : (layout.positions[2 * row + (at & 1)] as number)
  })
  return { kind, positions }
}
