/** The room: the picture in the middle, three edges that fold away. */
import { Images, PanelBottomClose, SlidersHorizontal, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { IconButton } from './parts/icon-button.tsx'
import { Drop } from './parts/drop.tsx'
import { Rail } from './parts/rail.tsx'
import { Shelf } from './shelf/shelf.tsx'
import { useDocument } from './state/document.ts'
import { toggleEdges, useRoom } from './state/room.ts'
import { pages } from './pages/pages.ts'

const SettingsPage = lazy(() => import('./pages/settings.tsx'))
const CollectionsPage = lazy(() => import('./pages/collections.tsx'))
const MapPage = lazy(() => import('./pages/map.tsx'))

/** The whole page. */
export function App() {
  const { folded, sheet, page } = useRoom()
  const instrument = useDocument((document) => document.instrument)
  const Page = pages[instrument]!
  return (
    <div className="room" data-folded={folded} data-sheet={sheet} data-page={page}>
      <header className="unseen">
        <h1>Reverie</h1>
      </header>
      <Rail />
      <Suspense fallback={<main className="page" />}>
        <Page />
        {page === 'settings' && <SettingsPage />}
        {page === 'collections' && <CollectionsPage />}
        {page === 'map' && <MapPage />}
      </Suspense>
      <Shelf />
      <div className="handles">
        <IconButton
          name="Shelf"
          icon={sheet === 'shelf' ? X : Images}
          pressed={sheet === 'shelf'}
          onPress={() => useRoom.setState({ sheet: sheet === 'shelf' ? undefined : 'shelf' })}
        />
        <IconButton
          name="Parameters"
          icon={sheet === 'panel' ? X : SlidersHorizontal}
          pressed={sheet === 'panel'}
          onPress={() => useRoom.setState({ sheet: sheet === 'panel' ? undefined : 'panel' })}
        />
      </div>
      <IconButton
        name={folded ? 'Unfold the edges' : 'Fold the edges away'}
        keys="F"
        icon={PanelBottomClose}
        className="fold"
        pressed={folded}
        side="right"
        onPress={toggleEdges}
      />
      <Drop />
    </div>
  )
}
