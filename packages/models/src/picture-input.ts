/** The input of a network that takes the picture, brought to channels first and free sizes. */
import {
  createBuilder,
  inferShapes,
  ints,
  layers,
  prune,
  withInputShape,
  type Dimension,
  type Graph,
  type ValueInfo,
} from '@reverie/graph'
import { ModelError } from './error.ts'

/** Which input it is and how it lies. */
export interface PictureInput {
  readonly name: string
  readonly channelsLast: boolean
}

/**
 * Finds the picture input: the named one, else the first of float32 and shape [N, 3, H, W] or [N, H, W, 3].
 * @throws ModelError when there is none, or the network wants further inputs.
 */
export function pictureInput(graph: Graph, name?: string): PictureInput {
  const list = graph.inputs.map(describeInput).join(', ')
  const input = graph.inputs.find((each) => (name === undefined ? isPicture(each) : each.name === name))
  if (input?.shape?.length !== 4) {
    throw new ModelError(
      `Model "${graph.name}" should have an input for a picture, float32 of shape [N, 3, H, W] or [N, H, W, 3]` +
        `${name === undefined ? '' : `, named "${name}" as its card says`}; its inputs are: ${list || 'none'}.`,
    )
  }
  if (graph.inputs.length > 1) {
    throw new ModelError(
      `Model "${graph.name}" should have one input, its picture; its inputs are: ${list}. Store the others as constants.`,
    )
  }
  const [, first, , last] = input.shape
  return { name: input.name, channelsLast: first !== 3 && last === 3 }
}

function isPicture({ type, shape }: ValueInfo): boolean {
  if (type !== 'float32' || shape?.length !== 4) return false
  return shape[1] === 3 || shape[3] === 3 || (typeof shape[1] !== 'number' && typeof shape[3] !== 'number')
}

function describeInput({ name, type, shape }: ValueInfo): string {
  return `${name} ${type ?? 'of unknown type'} [${shape?.map((size) => size ?? '?').join(', ') ?? '?'}]`
}

/** Sides at which a freed network is tried: it must take pictures that are larger than, and unlike, its own. */
const TRIAL: readonly Dimension[] = [1, 3, 320, 416]
/** Feature maps of a larger stride are one number a channel rather than maps. */
const DEEPEST = 64
const FREE: readonly Dimension[] = ['batch', 3, 'height', 'width']

/**
 * The graph with a picture input of shape [batch, 3, height, width]. Where a network takes one size only from some node on
 * (a classifier, mostly, or a table of positions), what comes from there on is left out; where no stack of feature maps
 * comes before, the sizes stay.
 */
export function freePicture(graph: Graph, picture: PictureInput): Graph {
  const first = picture.channelsLast ? withChannelsFirst(graph, picture.name) : graph
  if (takesAnySize(first, picture.name)) return withInputShape(first, { [picture.name]: FREE })
  // The most nodes from the start that take another size: if some do, fewer do too.
  let least = 0
  let most = first.nodes.length
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (takesAnySize(startOf(first, middle), picture.name)) least = middle
    else most = middle
  }
  const start = startOf(first, least)
  return start.outputs.length === 0 ? first : withInputShape(start, { [picture.name]: FREE })
}

/** Whether a network takes a picture of another size than its own. */
function takesAnySize(graph: Graph, name: string): boolean {
  try {
    inferShapes(graph, { shapes: { [name]: TRIAL } })
    return true
  } catch {
    return false
  }
}

/** The first nodes of a network, as far as its last stacks of feature maps among them. */
function startOf(graph: Graph, count: number): Graph {
  const start = { ...graph, nodes: graph.nodes.slice(0, count), outputs: [] }
  const read = new Set(start.nodes.flatMap((node) => node.inputs))
  const maps = layers(start).filter(({ stride }) => stride !== undefined && stride <= DEEPEST)
  const ends = maps.filter(({ value }) => !read.has(value))
  return prune(
    start,
    (ends.length > 0 ? ends : maps.slice(-1)).map(({ value }) => value),
  )
}

/** Takes pictures with channels first and transposes them to what the network wants. */
function withChannelsFirst(graph: Graph, name: string): Graph {
  const input = graph.inputs.find((each) => each.name === name)!
  const [batch, height, width, channels] = input.shape as readonly Dimension[]
  const inner = `${name}/channels_last`
  const build = createBuilder(undefined, graph.name)
  build.input(name, 'float32', [batch, channels, height, width])
  const transposed = build.add('Transpose', [name], { perm: ints([0, 2, 3, 1]) }, inner)
  const head = build.build()
  return {
    ...graph,
    inputs: head.inputs,
    nodes: [
      ...head.nodes,
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map((each) => (each === name ? transposed : each)),
      })),
    ],
  }
}
