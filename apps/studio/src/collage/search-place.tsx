/** Where a search opens; its code comes when it is first opened. */
import { lazy, Suspense } from 'react'
import { useRoom } from '../state/room.ts'
import { useSearch } from './search-state.ts'

const SearchSheet = lazy(() => import('./search.tsx'))

/** Nothing while nothing is searched. @param page that it is on: an instrument's page stays there below the map */
export function SearchPlace({ page }: { page: 'instrument' | 'map' }) {
  const isSearching = useSearch(({ looking }) => looking !== undefined)
  const isHere = useRoom((room) => room.page === page)
  return isSearching && isHere ? (
    <Suspense>
      <SearchSheet />
    </Suspense>
  ) : null
}
