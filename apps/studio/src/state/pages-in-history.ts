/** Pages are steps of the browser's history: Back goes to the one before instead of out of the Studio, and a reload stays. */
import { useRoom } from './room.ts'

type Page = ReturnType<typeof useRoom.getState>['page']

const pages: readonly string[] = ['instrument', 'collections', 'map', 'settings'] satisfies Page[]

/** The page that a step of the history says. */
function pageIn(state: unknown): Page | undefined {
  const page = typeof state === 'object' && state !== null && 'page' in state ? state.page : undefined
  return pages.includes(page as string) ? (page as Page) : undefined
}

/** Opens the page of the address' step, and follows from then on. */
export function keepPagesInHistory(): void {
  let shown = pageIn(history.state) ?? useRoom.getState().page
  useRoom.setState({ page: shown })
  useRoom.subscribe(({ page }) => {
    if (page === shown) return
    shown = page
    history.pushState({ page }, '')
  })
  window.addEventListener('popstate', ({ state }) => {
    shown = pageIn(state) ?? 'instrument'
    useRoom.setState({ page: shown, sheet: undefined })
  })
}
