/** From a first network and a log of edits to the network that is drawn. */
import { crossNetworks } from './cross.ts'
import type { CrossEdit, MoveEdit, MutateEdit, PatternEdit, Stranger } from './edits.ts'
import type { DenseLayer, PatternNetwork } from './network.ts'
import { streamOf } from './streams.ts'

/** A network and the latents that it is played with. */
export interface PatternState {
  readonly network: PatternNetwork
  readonly latents: readonly number[]
}

/** A place in a log: how many edits come before it, and what they made. */
interface Point {
  readonly index: number
  readonly state: PatternState
}

/** The first state of a parent that is no sibling. */
type Start = (parent: Stranger) => PatternState

/**
 * Folds a log over a first state.
 * @param edits as `readEdits` gives them
 */
export function foldEdits(first: PatternState, edits: readonly PatternEdit[], start: Start): PatternState {
  return fold({ index: 0, state: first }, edits, new Map(), start)
}

/**
 * @param kept states that siblings go back to, by their place in the log: networks can be large, so no others are
 * kept
 */
function fold(
  from: Point,
  edits: readonly PatternEdit[],
  kept: ReadonlyMap<number, PatternState>,
  start: Start,
): PatternState {
  const wanted = new Set(sharedPlaces(edits))
  const states = new Map(kept)
  let { state } = from
  edits.forEach((edit, offset) => {
    const index = from.index + offset
    if (wanted.has(index)) states.set(index, state)
    if (edit.type === 'mutate') state = mutate(edit, state)
    else if (edit.type === 'move') state = move(edit, state)
    else if (edit.type === 'place')
      state = { ...state, latents: state.latents.map((latent, index) => edit.latents[index] ?? latent) }
    else state = cross(edit, state, states, start)
  })
  return state
}

/** The places that siblings, and siblings in their logs, go back to. */
function sharedPlaces(edits: readonly PatternEdit[]): number[] {
  return edits.flatMap((edit) =>
    edit.type === 'cross'
      ? edit.with.flatMap((parent) => ('shared' in parent ? [parent.shared, ...sharedPlaces(parent.edits)] : []))
      : [],
  )
}

/**
 * Changes a share of the weights. What changes keeps its expected size, w ← (w + size · d · n) / √(1 + size²) with d
 * the deviation of such weights and n normal: hundreds of generations later the pictures are as calm as at first.
 */
function mutate({ seed, rate = 0.2, size = 0.5, part }: MutateEdit, state: PatternState): PatternState {
  const stream = streamOf(seed, 'mutate')
  const last = state.network.layers.length - 1
  const keep = 1 / Math.sqrt(1 + size * size)
  const change = (values: Float32Array, deviation: (index: number) => number): Float32Array =>
    values.map((value, index) =>
      stream.next() < rate ? (value + size * deviation(index) * stream.gaussian()) * keep : value,
    )
  const layers = state.network.layers.map((layer, index): DenseLayer => {
    if (part === (index === last ? 'shape' : 'color')) return layer
    const deviations = columnDeviations(layer, index === 0 ? layer.inputs : 0)
    const weights = change(layer.weights, (place) => deviations[place % layer.inputs]!)
    if (layer.bias === undefined) return { ...layer, weights }
    const leaning = rootMeanSquare(layer.bias)
    return { ...layer, weights, bias: change(layer.bias, () => leaning) }
  })
  return { ...state, network: { ...state.network, layers } }
}

/** What the first columns deviate by one by one, since features differ in scale; and the others all together. */
function columnDeviations({ weights, inputs, units }: DenseLayer, single: number): readonly number[] {
  const together = rootMeanSquare(weights)
  return Array.from({ length: inputs }, (_, column) =>
    column < single
      ? rootMeanSquare(Float32Array.from({ length: units }, (__, unit) => weights[unit * inputs + column]!))
      : together,
  )
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum / Math.max(1, values.length))
}

/** Moves the latents; those between −1 and 1 are turned back there, as by a mirror. */
function move({ seed, size = 0.25 }: MoveEdit, state: PatternState): PatternState {
  const stream = streamOf(seed, 'move')
  const latents = state.latents.map((latent) => {
    const bound = Math.max(1, Math.abs(latent))
    const moved = latent + size * stream.gaussian()
    const mirrored = moved > bound ? 2 * bound - moved : moved < -bound ? -2 * bound - moved : moved
    return Math.min(bound, Math.max(-bound, mirrored))
  })
  return { ...state, latents }
}

/** Takes each unit and each latent from this state or one of the other parents'. */
function cross(
  edit: CrossEdit,
  state: PatternState,
  states: ReadonlyMap<number, PatternState>,
  start: Start,
): PatternState {
  const others = edit.with.map((parent) => {
    if (!('shared' in parent)) return fold({ index: 0, state: start(parent) }, parent.edits, new Map(), start)
    const from = { index: parent.shared, state: states.get(parent.shared)! }
    return fold(from, parent.edits, states, start)
  })
  const parents = [state, ...others]
  const latents = streamOf(edit.seed, 'cross', 65_535)
  return {
    network: crossNetworks(
      parents.map(({ network }) => network),
      edit.seed,
    ),
    latents: state.latents.map(
      (latent, index) => parents[Math.floor(latents.next() * parents.length)]!.latents[index] ?? latent,
    ),
  }
}
