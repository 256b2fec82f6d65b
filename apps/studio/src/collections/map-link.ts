/**
 * Views of maps: kept for this visit, so that whoever comes back to a map finds it as it was left, and as links:
 * `<studio>#map=<collection>&name=<its name>&…`, the rest as the map itself writes it. A collection of a browser opens where it is.
 */
import { useRoom } from '../state/room.ts'
import { sampleCollection, type CollectionRef } from './ref.ts'
import { choose, readCollections, refOf, useCollections } from './state.ts'

const views = new Map<string, string>()
const gathered = new Map<string, readonly string[]>()

/** The view in which the map of a collection was left, as its fragment. */
export const viewOf = ({ id }: CollectionRef): string | undefined => views.get(id)

/** Keeps a view. */
export function keepView({ id }: CollectionRef, fragment: string): void {
  views.set(id, fragment)
}

/** What was gathered on the map of a collection, by ids. */
export const gatheredOn = ({ id }: CollectionRef): readonly string[] => gathered.get(id) ?? []

/** Keeps what was gathered. */
export function keepGathered({ id }: CollectionRef, ids: readonly string[]): void {
  gathered.set(id, ids)
}

/** The address of a view. */
export function addressOf({ id, name }: CollectionRef, fragment: string): string {
  const collection = new URLSearchParams({ map: id, name })
  return `${location.origin}${location.pathname}#${collection}&${fragment}`
}

/** Opens a link to a view. @param fragment with its `#` */
export async function openMapLink(fragment: string): Promise<void> {
  const link = new URLSearchParams(fragment.slice(1))
  const id = link.get('map') ?? ''
  const name = link.get('name') ?? id
  if (!useCollections.getState().ready) await readCollections().catch(() => undefined)
  const here = [sampleCollection, ...useCollections.getState().list.map(refOf)]
  const found = here.find((ref) => ref.id === id) ?? here.find((ref) => ref.name === name)
  link.delete('map')
  link.delete('name')
  // One that is not here is not remembered; the map says so.
  if (found) choose({ ...found })
  else useCollections.setState({ current: { id, name } })
  keepView(found ?? { id, name }, link.toString())
  useRoom.setState({ page: 'map', sheet: undefined })
}
