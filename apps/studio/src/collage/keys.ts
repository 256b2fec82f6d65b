/** The keys of a piece that is taken. They come before those of the room: with a piece in hand, arrows move it. */
import { isTaken } from '../stage/keys.ts'
import { collages } from '../workers/collage-client.ts'
import { bringToFront, handle, remove, startFrom, toggleLocked } from './edits.ts'
import { select, useCollage } from './live.ts'
import { pieceAt, pieceTowards, placeAt } from './places.ts'
import { findSwap } from './find.ts'

/** Shares of the shorter side. */
const step = 0.005
const stride = 0.05
const turn = 5
const growth = 1.08

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Listens until the returned function is called. */
export function serveHands(): () => void {
  const listener = (event: KeyboardEvent) => {
    if (isTaken(event) || event.altKey || event.metaKey) return
    if (act(event)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }
  window.addEventListener('keydown', listener, { capture: true })
  return () => window.removeEventListener('keydown', listener, { capture: true })
}

function act(event: KeyboardEvent): boolean {
  const { selected, pieces, places } = useCollage.getState()
  const onStage = event.target instanceof HTMLElement && event.target.classList.contains('stage-frame')
  const arrow = arrows[event.key]
  if (selected === undefined) {
    if (!onStage || event.key !== 'Enter' || pieces.length === 0) return false
    takeMiddle()
    return true
  }
  const index = pieces.findIndex(({ id }) => id === selected)
  if (index < 0) return false
  if (arrow && event.ctrlKey) {
    const next = pieceTowards(places, index, ...arrow)
    if (next >= 0) select(pieces[next]!.id)
    return true
  }
  if (event.ctrlKey) return false
  if (arrow) move(selected, index, arrow, event.shiftKey ? stride : step)
  else if (event.key === 'Escape') select(undefined)
  else if (event.key === 'Delete' || event.key === 'Backspace') remove(selected)
  else if (event.key === '[' || event.key === ']')
    handle(selected, { degrees: event.key === ']' ? turn : -turn }, `turn ${selected}`)
  else if (event.key === '+' || event.key === '=') handle(selected, { scale: growth }, `scale ${selected}`)
  else if (event.key === '-') handle(selected, { scale: 1 / growth }, `scale ${selected}`)
  else if (event.key === 'k') toggleLocked(selected)
  else if (event.key === 's') findSwap(selected)
  else if (event.key === 't') bringToFront(selected)
  else if (event.key === 'Enter') startFrom(selected)
  else return false
  return true
}

function takeMiddle(): void {
  const { pieces, places, room } = useCollage.getState()
  const middle = pieceAt(pieces, places, room.left + room.width / 2, room.top + room.height / 2, room.width)
  select(pieces[Math.max(0, middle)]!.id)
}

function move(id: string, index: number, [across, down]: readonly [number, number], by: number): void {
  const { places, room } = useCollage.getState()
  const { x, y } = placeAt(places, index)
  const side = Math.min(room.width, room.height) * by
  const to = { x: x + across * side, y: y + down * side }
  void collages().hold({ id, ...to, scale: 1, degrees: 0 })
  handle(id, { x: (to.x - room.left) / room.width, y: (to.y - room.top) / room.height }, `move ${id}`)
}
