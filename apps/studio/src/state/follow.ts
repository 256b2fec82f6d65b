/** How the picture of an instrument that draws at once follows the table. */
import { useCanvas } from './canvas.ts'
import { sameSettings, settingsOf, useDocument, type Settings } from './document.ts'
import { workOf } from './shelf.ts'

/**
 * Shows the settings on the table, now and whenever they change, until the returned function is called.
 *
 * @param mend The document may first be brought in order; true when it was changed, which then is the next change.
 */
export function followSettings(
  show: (settings: Settings) => Promise<void>,
  mend: (next: Settings, last: Settings) => boolean = () => false,
): () => void {
  let last = settingsOf(useDocument.getState())
  void show(last)
  const stop = useDocument.subscribe((document) => {
    if (document.instrument !== last.instrument) return
    const next = settingsOf(document)
    if (sameSettings(next, last) || mend(next, last)) return
    last = next
    void show(next)
    // What is shown is another picture than the work that was opened.
    const work = workOf(document.work)
    if (work && !sameSettings(next, work.settings)) useDocument.setState({ work: undefined })
  })
  return () => {
    stop()
    useCanvas.setState({ swatch: undefined })
  }
}
