/** The page of an exported map: the map of the folder it lies in, with its state in the address. */
import { mountMap, type MapView } from '../mount.ts'
import { openFolderSource } from '../sources/folder.ts'

declare global {
  interface Window {
    /** For those who script the page. */
    reverieMap?: MapView
  }
}

const theme = matchMedia('(prefers-color-scheme: light)')
const dress = (): void => {
  document.documentElement.dataset['theme'] = theme.matches ? 'light' : 'dark'
}
theme.addEventListener('change', dress)
dress()

const room = document.querySelector<HTMLElement>('#map')!
try {
  const source = await openFolderSource('./')
  document.title = source.name
  let own = ''
  const view = await mountMap(room, {
    source,
    link: location.hash,
    onLink: (fragment) => {
      own = `#${fragment}`
      history.replaceState(null, '', own)
    },
  })
  window.addEventListener('hashchange', () => {
    if (location.hash !== own) void view.open(location.hash)
  })
  window.reverieMap = view
  room.removeAttribute('aria-busy')
} catch (error) {
  const problem = document.createElement('p')
  problem.className = 'page-problem'
  problem.setAttribute('role', 'alert')
  problem.textContent = `This map cannot be shown: ${(error as Error).message}`
  room.replaceChildren(problem)
}
