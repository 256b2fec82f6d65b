/** The graph that makes an imprint: a network's layers, each averaged over the picture, side by side. */
import { createBuilder, cut, int, withInputShape, type Builder, type Dimension, type Graph } from '@reverie/graph'
import type { Model } from '@reverie/models'
import { CollectionError } from '../error.ts'

/** The output of the graph: [batch, dimensions]. */
export const imprintOutput = 'imprint'

/**
 * What is averaged of the built-in models. Textures, parts and objects together find more than the deepest layer alone;
 * further layers, deviations, maxima and quarters of the picture added nothing that was worth their room (measured, see
 * docs/guide/collections.md).
 */
const CHOSEN: Readonly<Record<string, readonly string[]>> = {
  inception: ['mixed1', 'mixed3', 'mixed5'],
  mobilenet: ['block_2_add', 'block_6_expand_relu', 'block_10_expand_relu'],
}

/** A network that ends in imprints. */
export interface PooledGraph {
  readonly graph: Graph
  readonly dimensions: number
}

/**
 * @param width of its pictures, pixels, like `height`
 * @throws CollectionError when the model has nothing to pool or its sizes cannot be known before it runs
 */
export function pooledGraph(model: Model, width: number, height: number, batch: Dimension): PooledGraph {
  const names = imprintLayers(model)
  const sized = { [model.input.name]: [batch, 3, height, width] }
  const trunk = withInputShape(names === undefined ? model.graph : cut(model.graph, names), sized)
  const build = createBuilder({ ...trunk, outputs: [] })
  const rows = trunk.outputs.map(({ name }) => rowOf(model, build, name))
  const all = rows.length === 1 ? rows[0]! : build.add('Concat', rows, { axis: int(1) })
  build.output(all, imprintOutput)
  const dimensions = build.type(all).shape?.[1]
  if (typeof dimensions !== 'number') {
    throw new CollectionError(
      `Imprints of model "${model.id}" should be of one length, which its file does not tell. Export it with fixed sizes.`,
    )
  }
  return { graph: build.build(), dimensions }
}

/**
 * The layers that are averaged: for other networks of features three of their telling layers, from the middle to the
 * deepest. Undefined for encoders, whose own output is the imprint.
 */
function imprintLayers(model: Model): readonly string[] | undefined {
  const chosen = CHOSEN[model.id]
  if (chosen !== undefined && chosen.every((name) => model.layers.some((layer) => layer.name === name)))
    return chosen
  const telling = model.layers.filter((layer) => layer.telling).map(({ name }) => name)
  if (model.kind === 'encoder' || telling.length === 0) return undefined
  return [...new Set([0.4, 0.7, 1].map((depth) => telling[Math.ceil(depth * telling.length) - 1]!))]
}

/** A value as rows [batch, n]: maps and tokens are averaged. */
function rowOf(model: Model, build: Builder, value: string): string {
  const rank = build.type(value).shape?.length
  if (rank === 2) return value
  if (rank === 3) return build.add('ReduceMean', [value, build.indices([1])], { keepdims: int(0) })
  if (rank === 4) return build.add('ReduceMean', [value, build.indices([2, 3])], { keepdims: int(0) })
  throw new CollectionError(
    `The output "${value}" of model "${model.id}" should be a row, tokens or maps for each picture (2 to 4 dimensions), ` +
      `found ${rank ?? 'unknown'}. Choose another model, or cut this one before that output.`,
  )
}
