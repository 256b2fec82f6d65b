/** The page's end of the live collage: follows the document, and keeps what the worker tells. */
import { proxy, transfer } from 'comlink'
import { create } from 'zustand'
import type { JSONValue } from '../instrument.ts'
import { useCanvas } from '../state/canvas.ts'
import { useDocument, type Settings } from '../state/document.ts'
import { followSettings } from '../state/follow.ts'
import { note, problem } from '../state/room.ts'
import { inputsOf } from '../state/run.ts'
import { collages } from '../workers/collage-client.ts'
import type { CollageEvent, CollagePiece, Room } from '../workers/collage-api.ts'

/** What is on the canvas. */
interface Collage {
  /** From back to front. */
  readonly pieces: readonly CollagePiece[]
  /** See `placeNumbers`. */
  readonly places: Float32Array
  readonly hero: string | undefined
  /** Name of the collection that they are from. */
  readonly collection: string
  readonly room: Room
  /** Whether one is being laid out that is not shown yet. */
  readonly isSettling: boolean
  /** Pictures that have come, and all that are needed. */
  readonly come: number
  readonly total: number
  /** Milliseconds that it took to settle. */
  readonly took: number | undefined
  /** The piece that a hand is on. */
  readonly selected: string | undefined
  /** Number of the last change that has settled, of the last whose pictures are all there, and of the last that was made. */
  readonly settled: number
  readonly rested: number
  readonly wanted: number
}

/** The live collage. */
export const useCollage = create<Collage>(() => ({
  pieces: [],
  places: new Float32Array(),
  hero: undefined,
  collection: '',
  room: { left: 0, top: 0, width: 1, height: 1, whole: { width: 1, height: 1 } },
  isSettling: true,
  come: 0,
  total: 0,
  took: undefined,
  selected: undefined,
  settled: 0,
  rested: 0,
  wanted: 0,
}))

let number = 0

/** What decides which pieces there are and where they lie; sizes, colours and cuts are for the canvas. */
const laysOut = ['like', 'unlike', 'count', 'color', 'twins', 'neighbours', 'sizes', 'shape']

const isLaidOtherwise = (a: Settings, b: Settings): boolean =>
  a.seed !== b.seed ||
  a.collections !== b.collections ||
  laysOut.some((name) => a.parameters[name] !== b.parameters[name])

const isArrangement = (edit: JSONValue): boolean =>
  typeof edit === 'object' && edit !== null && !Array.isArray(edit) && edit['type'] === 'arrange'

/** Draws on a canvas from now on, until the returned function is called. */
export function drawOn(canvas: HTMLCanvasElement): () => void {
  const away = canvas.transferControlToOffscreen()
  void collages().attach(transfer(away, [away]), proxy(happen))
  return () => void collages().detach()
}

/** Follows the document until the returned function is called. */
export function followCollage(): () => void {
  return followSettings(show, (next, last) => {
    const isLaid = next.edits[0] !== undefined && isArrangement(next.edits[0])
    if (!isLaid || next.edits !== last.edits || !isLaidOtherwise(next, last)) return false
    // What was laid out elsewhere is laid out anew.
    useDocument.setState({ edits: next.edits.slice(1), pieces: {} })
    return true
  })
}

async function show(settings: Settings): Promise<void> {
  number += 1
  const mine = number
  useCollage.setState({ wanted: mine, isSettling: true })
  try {
    const given = await inputsOf(settings)
    if (mine === number) void collages().show(given, mine)
  } catch (error) {
    if (mine === number) useCollage.setState({ isSettling: false })
    problem('stage', error)
  }
}

function happen(event: CollageEvent): void {
  if (event.type === 'pictures') {
    useCollage.setState({ come: event.come, total: event.total })
    return
  }
  if (event.type === 'rested') {
    useCanvas.setState({ swatch: event.swatch })
    useCollage.setState({ rested: event.number })
    return
  }
  // Of a collage that is no longer on the table nothing needs to be known.
  if (event.number !== number) return
  if (event.type === 'settled') settled(event)
  else {
    useCollage.setState({ isSettling: false })
    problem('stage', new Error(event.text))
  }
}

function settled(event: CollageEvent & { type: 'settled' }): void {
  const { pieces, places, hero, collection, room, milliseconds } = event
  note('stage', undefined)
  if (event.void.length > 0) leaveOut(event.void)
  useCollage.setState(({ selected }) => ({
    pieces,
    places,
    hero,
    collection,
    room,
    isSettling: false,
    took: milliseconds,
    settled: event.number,
    selected: pieces.some(({ id }) => id === selected) ? selected : undefined,
  }))
}

/** Edits of pieces that are no longer in the collage go; the step that took the pieces away brings them back. */
function leaveOut(indices: readonly number[]): void {
  useDocument.setState(({ edits }) => ({ edits: edits.filter((_, index) => !indices.includes(index)) }))
}

/** Lays a hand on a piece, or takes it off. */
export function select(id: string | undefined): void {
  useCollage.setState({ selected: id })
}
