/** The room's keys. Letters rest while a person types; see stage/keys.ts for those that move the picture. */
import { isTaken } from '../stage/keys.ts'
import { redo, undo } from './history.ts'
import { copyLink } from './link.ts'
import { toggleEdges } from './room.ts'

/** Keys and what they do, as the settings page lists them. */
type Keys = readonly (readonly [string, string])[]

/** The keys of the room and of its pages. */
export const keys: Readonly<Record<string, Keys>> = {
  Everywhere: [
    ['N', 'Another like this'],
    ['Ctrl Z, Ctrl ⇧ Z', 'Undo, redo'],
    ['Ctrl S', 'Save'],
    ['L', 'Copy a link to the settings'],
    ['F', 'Fold the edges away, and back'],
    ['+ − 0 1', 'Larger, smaller, whole picture, actual size'],
    ['Space', 'Hold to move the picture'],
  ],
  Dream: [
    ['Ctrl Enter', 'Dream, stop, resume'],
    ['B', 'Before and after'],
  ],
  Pattern: [
    ['Ctrl Enter', 'Another'],
    ['K', 'Keep it on the shelf'],
    ['R', 'Roll the dice for all that is not locked'],
    ['V', 'Variations, to breed from'],
    ['P', 'Play the loop, and pause it'],
    ['⇧ F', 'Full screen'],
  ],
  Collage: [
    ['Ctrl Enter', 'Another'],
    ['K', 'Keep it on the shelf'],
    ['/', 'Search for the piece to begin with'],
    ['Enter', 'Take the piece in the middle; with a piece in hand, start again from it'],
    ['Ctrl arrows', 'Take the next piece in that direction'],
    ['Arrows', 'Move the piece in hand, with ⇧ farther'],
    ['+ − [ ]', 'Resize and turn the piece in hand'],
    ['S, K, T, Del', 'Swap it, hold it in its place, bring it to the front, remove it'],
    ['Esc', 'Put it back'],
  ],
}

/** What happens at a key. */
type Acts = Readonly<Record<string, (event: KeyboardEvent) => void>>

let page: { readonly commands: Acts; readonly letters: Acts } | undefined

/**
 * Gives a page's keys to the room, over the room's own, until the returned function is called.
 *
 * @param commands Keys that are pressed with Ctrl (or ⌘).
 * @param letters Keys that are pressed alone; with Shift their name is the capital.
 */
export function serveKeys(commands: Acts, letters: Acts): () => void {
  const mine = { commands, letters }
  page = mine
  return () => {
    if (page === mine) page = undefined
  }
}

/** Listens from now on. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey
    const small = event.key.toLowerCase()
    // The lock of capitals is no Shift.
    const key = !command && event.shiftKey && event.key.length === 1 ? event.key.toUpperCase() : small
    const act = command
      ? { ...commands, ...page?.commands }[small]
      : event.altKey || isTaken(event)
        ? undefined
        : { ...letters, ...page?.letters }[key]
    if (!act) return
    // Text fields have an undo of their own.
    if (
      small === 'z' &&
      event.target instanceof HTMLInputElement &&
      event.target.type === 'text' &&
      event.target.matches('.text')
    )
      return
    event.preventDefault()
    act(event)
  })
}

const commands: Acts = {
  z: (event) => void (event.shiftKey ? redo() : undo()),
  y: () => void redo(),
}

const letters: Acts = {
  f: toggleEdges,
  l: () => void copyLink(),
}
