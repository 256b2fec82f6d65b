/** A collage as its log leaves it: the fold of the edits over the arrangement, in shares of the canvas. */
import { InstrumentError } from '../instrument.ts'
import { decodeArrangement, decodeCredit, decodeOutline, type Credit } from './arrangement.ts'
import type { CollageEdit } from './edits.ts'
import {
  layoutPositions,
  nearestOnMap,
  settleSteps,
  type Mask,
  type Neighbours,
  type Outline,
} from './layout/index.ts'

/** A piece in its place. */
export interface StatePiece {
  /** The first 16 digits of its SHA-256. */
  readonly id: string
  readonly x: number
  readonly y: number
  readonly from: readonly [x: number, y: number]
  readonly outline: Outline
  /** Its number in the arrangement, which whoever is put in its place inherits. */
  readonly slot: number
  /** Beside whom it should lie, by their slots. */
  readonly near: readonly number[]
  readonly likeness: number
  readonly credit: Credit
  /** Of its size, by hand. */
  readonly factor: number
  /** By hand, clockwise. */
  readonly degrees: number
  readonly locked: boolean
}

/** All that is on the canvas. */
export interface CollageState {
  /** In order of likeness: those that are more like the first lie in front. */
  readonly pieces: readonly StatePiece[]
  /** The piece in front of all; undefined when it was removed. */
  readonly hero: string | undefined
  /** Name of the collection that the pieces came from. */
  readonly collection: string
}

/** What the fold depends on beside the log. */
export interface Ground {
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly mask: Mask | undefined
  /** Room that each piece should have, relative to each other. */
  readonly weights: (pieces: readonly StatePiece[]) => Float64Array
}

/** Canvases whose forms differ less than this are alike. */
const SAME_FORM = 0.01

/**
 * The collage of a log that begins with `arrange`.
 * @param ids of the pieces in the arrangement's order
 * @throws InstrumentError when the log names pieces that are not there
 */
export function foldEdits(edits: readonly CollageEdit[], ids: readonly string[], ground: Ground): CollageState {
  const [first, ...rest] = edits
  if (first?.type !== 'arrange') throw new Error('A collage is laid out before it is edited.')
  return rest.reduce((state, edit) => applyEdit(state, edit, ground), arranged(first, ids, ground))
}

/** The collage after one more edit. @throws InstrumentError when it names a piece that is not there */
export function applyEdit(state: CollageState, edit: CollageEdit, ground: Ground): CollageState {
  if (edit.type === 'arrange') throw new Error('A collage is laid out once.')
  if (edit.type === 'settle') {
    let settled = state
    for (const step of settling(state, ground)) settled = step
    return settled
  }
  const index = state.pieces.findIndex(({ id }) => id === edit.piece)
  if (index < 0) {
    throw new InstrumentError(
      `The edit "${edit.type}" is of the piece ${edit.piece}, which is not in this collage${state.collection === '' ? '' : ` of "${state.collection}"`}.`,
    )
  }
  if (edit.type === 'remove') {
    const hero = state.hero === edit.piece ? undefined : state.hero
    return { ...state, pieces: state.pieces.toSpliced(index, 1), hero }
  }
  if (edit.type === 'hero') return { ...state, hero: edit.piece }
  if (edit.type === 'swap' && state.pieces.some(({ id }) => id === edit.by)) {
    throw new InstrumentError(`The piece ${edit.by} is in this collage already. Swap for another one.`)
  }
  const changed = { ...state.pieces[index]!, ...changeOf(edit) }
  const hero = state.hero === edit.piece ? changed.id : state.hero
  return { ...state, pieces: state.pieces.with(index, changed), hero }
}

type ChangeEdit = Exclude<CollageEdit, { type: 'arrange' | 'settle' | 'remove' | 'hero' }>

/** What an edit changes of its piece. */
function changeOf(edit: ChangeEdit): Partial<StatePiece> {
  if (edit.type === 'move') return { x: edit.x, y: edit.y, locked: true }
  if (edit.type === 'lock') return { locked: edit.locked }
  if (edit.type === 'scale') return { factor: edit.factor }
  if (edit.type === 'turn') return { degrees: edit.degrees }
  const { by, outline, size, credit } = edit
  return { id: by, outline: decodeOutline(outline, size), credit: decodeCredit(credit) }
}

/** What is not locked makes room, step by step. */
function* settling(state: CollageState, ground: Ground): Generator<CollageState, void, void> {
  const { width, height, mask } = ground
  const { pieces } = state
  // What was dragged beyond the side presses from the side.
  const inside = (value: number, side: number): number => Math.max(0, Math.min(side, value * side))
  const positions = pieces.flatMap(({ x, y }) => [inside(x, width), inside(y, height)])
  const locked = [...pieces.keys()].filter((at) => pieces[at]!.locked)
  const request = { positions, width, height, locked, weights: ground.weights(pieces), ...(mask && { mask }) }
  for (const step of settleSteps(request)) {
    yield {
      ...state,
      pieces: pieces.map((piece, at) =>
        piece.locked ? piece : { ...piece, x: step[2 * at]! / width, y: step[2 * at + 1]! / height },
      ),
    }
  }
}

function arranged(
  edit: Extract<CollageEdit, { type: 'arrange' }>,
  ids: readonly string[],
  ground: Ground,
): CollageState {
  const { collection, pieces, width, height } = decodeArrangement(edit)
  if (ids.length < pieces.length) {
    throw new InstrumentError(
      `This collage has ${pieces.length} pieces, and ${ids.length} are given. Give all of them.`,
    )
  }
  const laid = pieces.map((piece, at): StatePiece => ({
    ...piece,
    id: ids[at]!,
    slot: at,
    factor: 1,
    degrees: 0,
    locked: false,
  }))
  const form = width / height / (ground.width / ground.height)
  const state = { collection, pieces: laid, hero: ids[0] }
  return Math.abs(Math.log(form)) < SAME_FORM ? state : reformed(state, ground)
}

/** On a canvas of another form the same pieces are neighbours. */
function reformed(state: CollageState, { width, height, seed, mask, weights }: Ground): CollageState {
  const { pieces } = state
  const map = pieces.flatMap(({ x, y }) => [x * width, y * height])
  const count = pieces.length
  const neighbours = wantedOf(pieces) ?? nearestOnMap(map, Math.min(8, count - 1))
  const request = { count, width, height, map, neighbours, seed, weights: weights(pieces), ...(mask && { mask }) }
  const places = layoutPositions(request)
  return {
    ...state,
    pieces: pieces.map((piece, at) => ({ ...piece, x: places[2 * at]! / width, y: places[2 * at + 1]! / height })),
  }
}

/**
 * Who should lie beside whom, among pieces of a state.
 * @returns undefined where the arrangement does not say
 */
export function wantedOf(pieces: readonly StatePiece[]): Neighbours | undefined {
  const k = Math.max(0, ...pieces.map(({ near }) => near.length))
  if (k === 0) return undefined
  const places = new Map(pieces.map(({ slot }, at) => [slot, at]))
  const indices = new Int32Array(pieces.length * k).fill(-1)
  for (const [at, { near }] of pieces.entries()) {
    // Those that were removed are nobody's neighbours.
    for (const [rank, slot] of near.entries()) indices[at * k + rank] = places.get(slot) ?? -1
  }
  return { k, indices }
}
