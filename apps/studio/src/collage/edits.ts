/**
 * What hands do to a collage, as edits of the document: each is one step of the Studio's history. The log stays short: a
 * piece that is moved twice was moved to its last place, so what an edit makes void is taken out.
 */
import type { JSONValue } from '../instrument.ts'
import { edit, useDocument } from '../state/document.ts'
import { useCollage } from './live.ts'

type Edit = { readonly type: string; readonly piece?: string } & { [key: string]: JSONValue }

const isEdit = (value: JSONValue): value is Edit => typeof value === 'object' && value !== null && 'type' in value

/** The log with edits added at its end. Those just before the end that they make void are left out. */
function withEdits(log: readonly JSONValue[], added: readonly Edit[]): JSONValue[] {
  const kept = [...log]
  for (const one of added) {
    const last = kept.at(-1)
    const isRepeated =
      last !== undefined &&
      isEdit(last) &&
      last.type === one.type &&
      (one.type === 'settle' || (['scale', 'turn', 'lock'].includes(one.type) && last.piece === one.piece))
    if (isRepeated) kept.pop()
    kept.push(one)
  }
  return kept
}

/** Adds to the log. @param key Steps of one key in quick succession are one. */
function add(label: string, edits: readonly Edit[], key?: string): void {
  const { edits: log } = useDocument.getState()
  edit(label, { edits: withEdits(log, edits) }, key)
}

const settle: Edit = { type: 'settle' }
const pieceOf = (id: string) => useCollage.getState().pieces.find((piece) => piece.id === id)
const inRange = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
const short = (value: number) => Number(value.toFixed(4))

/** What a hand did to a piece at once. Places are shares of the room that pieces have. */
export interface Handled {
  readonly x?: number
  readonly y?: number
  /** Of the size that it had. */
  readonly scale?: number
  /** Beside the turn that it had. */
  readonly degrees?: number
}

/** A piece was moved, resized, turned by a hand; the others make room. */
export function handle(id: string, { x, y, scale, degrees }: Handled, key?: string): void {
  const piece = pieceOf(id)
  if (!piece) return
  const edits: Edit[] = []
  if (scale !== undefined && Math.abs(scale - 1) > 0.005)
    edits.push({ type: 'scale', piece: id, factor: short(inRange(piece.factor * scale, 0.05, 20)) })
  if (degrees !== undefined && Math.abs(degrees) > 0.2)
    edits.push({ type: 'turn', piece: id, degrees: short(((piece.degrees + degrees + 540) % 360) - 180) })
  if (x !== undefined && y !== undefined)
    edits.push(
      { type: 'move', piece: id, x: short(inRange(x, -0.5, 1.5)), y: short(inRange(y, -0.5, 1.5)) },
      settle,
    )
  if (edits.length > 0) add(x !== undefined ? 'Move' : degrees !== undefined ? 'Turn' : 'Resize', edits, key)
}

/** Holds a piece where it is, or lets it go. */
export function toggleLocked(id: string): void {
  const piece = pieceOf(id)
  if (piece) add(piece.locked ? 'Unlock' : 'Lock', [{ type: 'lock', piece: id, locked: !piece.locked }])
}

/** Takes a piece out; the others take its place. */
export function remove(id: string): void {
  useCollage.setState({ selected: undefined })
  add('Remove', [{ type: 'remove', piece: id }, settle])
}

/** Puts a piece in front of all. */
export function bringToFront(id: string): void {
  add('To the front', [{ type: 'hero', piece: id }])
}

/** Puts another piece in the place of one. @param swap The worker's edit. */
export function swap(by: string, swap: JSONValue): void {
  add('Swap', [swap as Edit])
  useCollage.setState({ selected: by })
}

/** The collage of other pieces: what hands did to those that were there goes. */
export function startFrom(like: string, label = 'Start from this piece'): void {
  const { parameters } = useDocument.getState()
  useCollage.setState({ selected: undefined })
  edit(label, { parameters: { ...parameters, like }, edits: [], pieces: {} })
}

/** How many edits by hand there are. */
export const handEdits = (log: readonly JSONValue[]): number =>
  log.filter((one) => isEdit(one) && one.type !== 'arrange' && one.type !== 'settle').length
