/** Where a search opens; its code comes when it is first opened. */
import { lazy, Suspense } from 'react'
import { useSearch } from './search-state.ts'

const SearchSheet = lazy(() => import('./search.tsx'))

/** Nothing while nothing is searched. */
export function SearchPlace() {
  const isSearching = useSearch(({ looking }) => looking !== undefined)
  return isSearching ? (
    <Suspense>
      <SearchSheet />
    </Suspense>
  ) : null
}
