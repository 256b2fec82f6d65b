/** The map of a collection: like lies by like. The viewer is the one of published maps; this gives it a collection. */
import { ScanSearch } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { MapView } from '@reverie/map/web'
import '@reverie/map/map.css'
import '../style/map.css'
import { SearchPlace } from '../collage/search-place.tsx'
import { openSearch } from '../collage/search-state.ts'
import { collageOf } from '../collections/entry.tsx'
import { addressOf, gatheredOn, keepGathered, keepView, viewOf } from '../collections/map-link.ts'
import { sampleCollection, type CollectionRef } from '../collections/ref.ts'
import { choose, readCollections, refOf, useCollections } from '../collections/state.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { NoteLine } from '../parts/note-line.tsx'
import { note, problem, useRoom } from '../state/room.ts'

/** The page. */
export default function MapPage() {
  const { list, ready, current } = useCollections()
  useEffect(() => {
    if (!ready) void readCollections()
  }, [ready])
  const all = [sampleCollection, ...list.filter(({ count }) => (count ?? 0) > 0).map(refOf)]
  return (
    <main className="map-page" aria-label="Map">
      <Viewer key={`${current.id} ${current.only?.length ?? ''}`} collection={current} />
      <div className="map-choice">
        <select
          className="choice"
          aria-label="Collection"
          value={current.id}
          onChange={(event) => {
            const next = all.find(({ id }) => id === event.target.value)
            if (next) choose(next)
          }}
        >
          {!all.some(({ id }) => id === current.id) && (
            <option value={current.id}>{ready ? `${current.name} (not here)` : current.name}</option>
          )}
          {all.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <IconButton name="Search by a picture or a colour" icon={ScanSearch} onPress={() => find(current)} />
      </div>
      <NoteLine place="map" />
      <SearchPlace page="map" />
    </main>
  )
}

/** The map that is seen, for what is found elsewhere. */
let shown: MapView | undefined

/** Looks for a picture of the collection, and flies to it. @param picture One that it should be like */
export function find(collection: CollectionRef, picture?: File): void {
  openSearch({
    collection,
    title: 'Find on the map',
    ...(picture && { picture }),
    onChoose: (id) => {
      shown?.select(id, true)
      shown?.goTo(id)
    },
  })
}

function Viewer({ collection }: { collection: CollectionRef }) {
  const place = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isOver = false
    let view: MapView | undefined
    note('map', undefined)
    open(place.current!, collection).then(
      (mounted) => {
        if (isOver) mounted.destroy()
        else {
          view = mounted
          shown = mounted
          setOpen(true)
        }
        return undefined
      },
      (error: unknown) => {
        if (isOver) return
        setFailed(true)
        problem('map', error, {
          title: 'Collections',
          run: () => useRoom.setState({ page: 'collections' }),
        })
      },
    )
    return () => {
      isOver = true
      shown = undefined
      view?.destroy()
    }
  }, [collection])
  return (
    <>
      <div ref={place} className="map-place" data-open={isOpen} />
      {!isOpen && !hasFailed && (
        <p className="map-opening" aria-live="polite">
          Opening the map …
        </p>
      )}
    </>
  )
}

async function open(element: HTMLElement, collection: CollectionRef): Promise<MapView> {
  const [{ mountMap, openCollectionSource }, { openStored }] = await Promise.all([
    import('@reverie/map/web'),
    import('../collections/stored.ts'),
  ])
  const stored = await openStored(collection)
  const link = viewOf(collection)
  return mountMap(element, {
    source: await openCollectionSource(stored),
    ...(link !== undefined && { link }),
    addressOf: (fragment) => addressOf(collection, fragment),
    onLink: (fragment) => keepView(collection, fragment),
    gathered: gatheredOn(collection),
    onGather: (ids) => keepGathered(collection, ids),
    onCollage: (ids) =>
      ids.length === 1
        ? collageOf(collection, { like: ids[0]! })
        : collageOf({ ...collection, only: ids }, { count: Math.max(10, Math.min(3000, ids.length)) }),
  })
}
