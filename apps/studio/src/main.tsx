/** Opens the Studio. */
import '@fontsource-variable/inter/wght.css'
import './style/room.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { accentOnPicture, accentOnTheme } from './color/follow.ts'
import { keepOffline } from './offline.ts'
import { followDocument } from './state/canvas.ts'
import { filesInUse, useDocument } from './state/document.ts'
import { listenToKeys } from './state/keyboard.ts'
import { openLink } from './state/link.ts'
import { keepPagesInHistory } from './state/pages-in-history.ts'
import { problem } from './state/room.ts'
import { followTheme } from './state/settings.ts'
import { openShelf } from './state/shelf.ts'

followTheme(accentOnTheme)
accentOnPicture()
followDocument()
listenToKeys()
keepPagesInHistory()
createRoot(document.getElementById('root')!).render(<App />)
openShelf(filesInUse(useDocument.getState())).then(openLink, (error: unknown) => problem('shelf', error))
// A link that is put into the address of an open Studio.
window.addEventListener('hashchange', () => void openLink())
keepOffline()
