/** The room's keys. Letters rest while a person types; see stage/keys.ts for those that move the picture. */
import { another } from '../parts/action.tsx'
import { isTaken } from '../stage/keys.ts'
import { useDocument } from './document.ts'
import { redo, undo } from './history.ts'
import { copyLink } from './link.ts'
import { problem, toggleEdges } from './room.ts'
import { press } from './run.ts'
import { save } from './save.ts'
import { workOf } from './shelf.ts'

/** The keys and what they do, as the settings page lists them. */
export const keys: readonly (readonly [string, string])[] = [
  ['Ctrl Enter', 'Dream, stop, resume'],
  ['N', 'Another like this'],
  ['Ctrl Z, Ctrl ⇧ Z', 'Undo, redo'],
  ['F', 'Fold the edges away, and back'],
  ['B', 'Before and after'],
  ['+ − 0 1', 'Larger, smaller, whole picture, actual size'],
  ['Space', 'Hold to move the picture'],
  ['L', 'Copy a link to the settings'],
  ['Ctrl S', 'Save'],
]

/** Listens from now on. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    const act = command ? commands[key] : event.altKey || isTaken(event) ? undefined : letters[key]
    if (!act) return
    // Text fields have an undo of their own.
    if (
      key === 'z' &&
      event.target instanceof HTMLInputElement &&
      event.target.type === 'text' &&
      event.target.matches('.text')
    )
      return
    event.preventDefault()
    act(event)
  })
}

const commands: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
  enter: press,
  z: (event) => void (event.shiftKey ? redo() : undo()),
  y: () => void redo(),
  s: () => {
    const work = workOf(useDocument.getState().work)
    if (work) save(work, 'png').catch((error: unknown) => problem('action', error))
  },
}

const letters: Readonly<Record<string, () => void>> = {
  f: toggleEdges,
  l: () => void copyLink(),
  n: another,
}
