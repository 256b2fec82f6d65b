/**
 * What is dreamed, as a graph: from a picture (or a tile) to the gradient of the objective.
 *
 * Plain: the objective is ½‖a‖² of each layer's activation a, whose gradient at the layer is a itself
 * (google/deepdream, "objective_L2").
 *
 * Guided: each position of the layer, a column x of C values, is pulled towards the guide's best-matching column y.
 * - `strength` is google/deepdream's "objective_guide": the best match has the largest dot product, and the gradient
 *   at the layer is y. Strong columns of the guide then win nearly everywhere, whatever is in the picture.
 * - `direction`, the default, compares directions: the best match has the largest cosine, and the gradient at the layer
 *   is y/‖y‖ − cos(x, y) · x/‖x‖, the gradient of that cosine times ‖x‖, so that faint columns do not outweigh the
 *   others. README.md shows by how much more the result comes to resemble its guide.
 * Either is handed to `gradient` as a cotangent, so the choice of column is a constant for the derivative.
 *
 * What changes from one picture to the next comes in as inputs and never recompiles a program: weights of layers and
 * channels (`select/<layer>`, `[1, C, 1, 1]`) and the guide's columns (`guide/<layer>`, `[N, C]`).
 */
import {
  createBuilder,
  cut,
  gradient,
  gradientOf,
  int,
  ints,
  prune,
  withInputShape,
  type Builder,
  type Graph,
} from '@reverie/graph'
import type { Model } from '@reverie/models'
import { InstrumentError } from '../instrument.ts'

/** Added to lengths of columns, far below any that matter, so that a silent column gives no division by zero. */
const TINY = 1e-6

/** Name of the input that weights the channels of a layer. */
export const selectOf = (layer: string): string => `select/${layer}`

/** Name of the input that holds the guide's columns at a layer. */
export const guideOf = (layer: string): string => `guide/${layer}`

/** How a guide's best-matching column is found, see above. */
export type Match = 'direction' | 'strength'

/** What an objective looks at. */
export interface ObjectiveShape {
  readonly layers: readonly string[]
  /** Number of the guide's columns at each layer; absent for a plain dream. */
  readonly guideColumns?: Readonly<Record<string, number>>
  /** How the guide's columns are matched. */
  readonly match: Match
  readonly width: number
  readonly height: number
}

/**
 * The gradient graph.
 * @returns a graph with inputs `model.input.name` `[1, 3, height, width]`, `select/<layer>` and, when guided,
 *   `guide/<layer>`, and one output `gradient/<input>`, `[1, 3, height, width]`
 * @throws GraphError when a layer is unknown or the size too small for it.
 */
export function objectiveGraph(model: Model, shape: ObjectiveShape): Graph {
  const trunk = withInputShape(cut(model.graph, [...shape.layers]), {
    [model.input.name]: [1, 3, shape.height, shape.width],
  })
  const build = createBuilder(trunk)
  const cotangents: Record<string, string> = {}
  shape.layers.forEach((layer, index) => {
    const value = trunk.outputs[index]!.name
    const channels = build.shape(value)[1]!
    const select = build.input(selectOf(layer), 'float32', [1, channels, 1, 1])
    const columns = shape.guideColumns?.[layer]
    const pull = columns === undefined ? value : bestColumns(build, layer, value, columns, shape.match)
    cotangents[value] = build.add('Mul', [pull, select], {}, `pull/${layer}`)
  })
  const of = Object.keys(cotangents)
  const whole = gradient(build.build(), { of, withRespectTo: [model.input.name], cotangent: cotangents })
  return prune(whole, [gradientOf(model.input.name)])
}

/**
 * Where each position of a layer is pulled: `[1, C, h, w]`. With `direction`, the guide's columns have length 1.
 * ArgMax and Gather take the lowest of several equal matches.
 */
function bestColumns(build: Builder, layer: string, value: string, columns: number, match: Match): string {
  const [, channels, height, width] = build.shape(value) as [number, number, number, number]
  const guide = build.input(guideOf(layer), 'float32', [columns, channels])
  const turned = (name: string): string => build.add('Transpose', [name], { perm: ints([1, 0]) })
  const whole = turned(build.add('Reshape', [value, build.indices([channels, height * width])]))
  const here = match === 'direction' ? unitRows(build, whole) : whole
  const scores = build.add('MatMul', [here, turned(guide)])
  const best = build.add('ArgMax', [scores], { axis: int(1), keepdims: int(0) })
  const picked = build.add('Gather', [guide, best], { axis: int(0) })
  let pull = picked
  if (match === 'direction') {
    const cosine = build.add('ReduceMax', [scores, build.indices([1])], { keepdims: int(1) })
    pull = build.add('Sub', [picked, build.add('Mul', [here, cosine])])
  }
  return build.add('Reshape', [turned(pull), build.indices([1, channels, height, width])])
}

function unitRows(build: Builder, rows: string): string {
  const length = build.add('ReduceL2', [rows, build.indices([1])], { keepdims: int(1) })
  return build.add('Div', [rows, build.add('Add', [length, build.scalar(TINY)])])
}

/** The forward graph of some layers at one size; outputs in the order of `layers`. */
export function featureGraph(model: Model, layers: readonly string[], width: number, height: number): Graph {
  return withInputShape(cut(model.graph, [...layers]), { [model.input.name]: [1, 3, height, width] })
}

/** Channels of each layer, as far as the model's file tells. @throws InstrumentError naming unknown layers. */
export function channelsOf(model: Model, layers: readonly string[]): Map<string, number> {
  const known = new Map(model.layers.map((layer) => [layer.name, layer.channels]))
  const unknown = layers.filter((layer) => !known.has(layer))
  if (unknown.length > 0) {
    throw new InstrumentError(
      `${unknown.length === 1 ? 'Layer' : 'Layers'} ${unknown.map((name) => `"${name}"`).join(', ')} ` +
        `${unknown.length === 1 ? 'is' : 'are'} not in model "${model.id}". It has: ${summary([...known.keys()])}. ` +
        `Run "reverie layers --model ${model.id}" to see them.`,
    )
  }
  return new Map(
    layers.map((layer) => {
      const channels = known.get(layer)
      if (channels === undefined) {
        throw new InstrumentError(`Layer "${layer}" of model "${model.id}" has no known number of channels.`)
      }
      return [layer, channels]
    }),
  )
}

function summary(names: readonly string[]): string {
  const shown = 24
  if (names.length <= shown) return names.join(', ')
  return `${names.slice(0, shown / 2).join(', ')}, … (${names.length} in all) …, ${names.slice(-shown / 2).join(', ')}`
}

/**
 * The shortest side, in pixels, for which a model's layers have at least one position. Found by bisection over
 * shape inference: a side that is too short makes it fail or gives an empty shape.
 */
export function smallestSide(model: Model, layers: readonly string[]): number {
  const trunk = cut(model.graph, [...layers])
  const works = (side: number): boolean => {
    try {
      const { outputs } = withInputShape(trunk, { [model.input.name]: [1, 3, side, side] })
      return outputs.every(({ shape }) => shape?.every((size) => typeof size === 'number' && size > 0))
    } catch {
      return false
    }
  }
  let low = 0
  let high = 16
  while (!works(high)) {
    if (high > 4096) {
      throw new InstrumentError(
        `Model "${model.id}" takes no picture of ${high} × ${high} px at layers ${layers.join(', ')}. ` +
          'Is its input size free, with three channels first?',
      )
    }
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (works(middle)) high = middle
    else low = middle
  }
  return high
}
