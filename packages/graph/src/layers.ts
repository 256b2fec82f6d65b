/** A network's layers as an artist names them: the values that are stacks of feature maps. */
import type { Dimension, Graph } from './graph.ts'
import { inferShapes, type Inference } from './infer.ts'
import { isFloat } from './tensor.ts'

/** A value of shape [N, channels, H, W] inside a network. */
export interface Layer {
  /** The node's name, or its output's where the node has none. */
  readonly name: string
  /** The value itself. */
  readonly value: string
  /** Undefined when not known before running. */
  readonly channels: number | undefined
  /** Picture pixels between neighbours in the layer, undefined when not known. */
  readonly stride: number | undefined
  /** The op that makes it. */
  readonly op: string
}

/** The side at which free picture sizes are tried, for strides: a multiple of all usual ones. */
const PROBE = 1024

/**
 * The layers of a network whose picture input is its first four-dimensional input, in the order in which they run.
 * A name that occurs twice belongs to the first; the others go by their values' names.
 */
export function layers(graph: Graph): Layer[] {
  const { types, side } = probe(graph)
  const taken = new Set<string>()
  // What depends on no input is weights on their way to a layer.
  const live = new Set(graph.inputs.map(({ name }) => name))
  return graph.nodes.flatMap((node): Layer[] => {
    if (!node.inputs.some((name) => live.has(name))) return []
    for (const name of node.outputs) live.add(name)
    const value = node.outputs[0]!
    const type = types.get(value)
    if (type === undefined || !isFloat(type.type) || type.shape?.length !== 4) return []
    const [, channels, , width] = type.shape
    const name = node.name === '' || taken.has(node.name) ? value : node.name
    taken.add(name)
    return [
      {
        name,
        value,
        channels: typeof channels === 'number' ? channels : undefined,
        // Rounded: valid padding makes 1024 / 511 out of a stride of 2.
        stride: side !== undefined && typeof width === 'number' && width > 0 ? powerNear(side / width) : undefined,
        op: node.op,
      },
    ]
  })
}

/** Shapes at the picture's own size or, where that is free, at the probe's. */
function probe(graph: Graph): { types: Inference['types']; side: number | undefined } {
  const picture = graph.inputs.find(({ shape }) => shape?.length === 4)
  if (picture?.shape === undefined) return { types: inferShapes(graph).types, side: undefined }
  const channelsLast = isChannels(picture.shape[3]) && !isChannels(picture.shape[1])
  const width = channelsLast ? 2 : 3
  const shape = picture.shape.map((size, axis) => {
    if (typeof size === 'number') return size
    return axis === 0 ? 1 : axis === width || axis === width - 1 ? PROBE : size
  })
  try {
    const side = shape[width]
    const { types } = inferShapes(graph, { shapes: { [picture.name]: shape } })
    return { types, side: typeof side === 'number' ? side : undefined }
  } catch {
    // Some networks take one size only although their file does not say so (a table of positions, for example).
    return { types: inferShapes(graph).types, side: undefined }
  }
}

function isChannels(size: Dimension): boolean {
  return size === 1 || size === 3 || size === 4
}

function powerNear(ratio: number): number {
  return 2 ** Math.round(Math.log2(ratio))
}
