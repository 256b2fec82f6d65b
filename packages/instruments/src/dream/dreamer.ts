/**
 * What dreams pictures: a model with an objective, made ready once and used for every picture, frame and cell of a
 * request.
 *
 * Weights of layers. A deep layer's activation moves pixels far less or far more than a shallow one's, so raw weights
 * would mean nothing. Here a weight is a share of the change of the picture: before the first step each layer is asked
 * alone for its gradient, at the smallest octave, and divided by its mean magnitude. `mixed3=1,mixed5=0.5` then means
 * that mixed5 pushes the pixels half as hard as mixed3. One layer alone needs no scale, the step is normalised anyway.
 */
import type { Graph, Tensor } from '@reverie/graph'
import type { Model } from '@reverie/models'
import { sha256 } from '@reverie/recipe'
import type { Program, Runtime } from '@reverie/runtime'
import { channelWeights, type Channels } from './channels.ts'
import { activationsOf, columnsOf, energyOf, unitColumnsOf } from './features.ts'
import { normalisationOf, type Normalisation } from './normalisation.ts'
import { guideOf, objectiveGraph, selectOf, smallestSide, type Match } from './objective.ts'
import type { Size } from './octaves.ts'
import type { Planes } from './planes.ts'
import { createPrograms } from './programs.ts'
import { readTile, tilingOf } from './tiles.ts'

/** What is to be dreamed. */
export interface Objective {
  /** Layers and how hard each pushes the pixels; at least one. */
  readonly layers: Readonly<Record<string, number>>
  readonly channels: Readonly<Record<string, Channels>>
  /** Where there is a guide: the picture, at the size at which the network looks at it. */
  readonly guide?: Planes
  /** How the guide is matched. Default `direction`. */
  readonly match?: Match
}

/** A prepared objective. Release it when done. */
export interface Dreamer {
  readonly normalisation: Normalisation
  /** The shortest side of a tile that the network can see. */
  readonly smallestSide: number
  /** The program for a tile of this size. */
  program(size: Size): Promise<Program>
  /** Gradient of the objective, `[3, height, width]` in the model's order, valid until the next call. */
  gradient(program: Program, size: Size, input: Float32Array): Promise<Float32Array>
  /** Looks at a picture, of the size of the smallest octave, to settle channels and the scale of layers. */
  settle(picture: Planes, largestTile: number): Promise<void>
  readonly timings: { readonly network: number; readonly compile: number }
  /**
   * What names the way in which the gradient is computed: the hash of the first graph's nodes. Another release may
   * compute the same gradient in another order, whose last bits differ and make another picture in the end.
   */
  graph(): Promise<string>
  release(): Promise<void>
}

/** Prepares an objective. @param now milliseconds, for the timings */
export async function createDreamer(
  runtime: Runtime,
  model: Model,
  objective: Objective,
  now: () => number,
): Promise<Dreamer> {
  const layers = Object.keys(objective.layers)
  const smallest = smallestSide(model, layers)
  const normalisation = normalisationOf(model.input)
  const timings = { network: 0, compile: 0 }
  const match = objective.match ?? 'direction'
  const sizes = new Map(model.layers.map(({ name, channels }) => [name, channels ?? 0]))

  const feeds: Record<string, Tensor> = {}
  const guideColumns: Record<string, number> = {}
  if (objective.guide !== undefined) {
    const start = now()
    for (const [layer, activation] of await activationsOf(runtime, model, layers, objective.guide)) {
      feeds[guideOf(layer)] = match === 'direction' ? unitColumnsOf(activation) : columnsOf(activation)
      guideColumns[layer] = activation.positions
    }
    timings.compile += now() - start
  }

  let nodes: Graph['nodes'] | undefined
  const programs = createPrograms(
    runtime,
    (size) => {
      const guided = objective.guide === undefined ? {} : { guideColumns }
      const graph = objectiveGraph(model, { layers, match, ...size, ...guided })
      nodes ??= graph.nodes
      return graph
    },
    `dream ${JSON.stringify([model.sha256, layers, guideColumns, match])}`,
    now,
  )
  let settled = false

  /** Weights of a layer's channels, times a factor, as the graph takes them. */
  const select = (layer: string, weights: Float32Array, factor: number): void => {
    feeds[selectOf(layer)] = {
      type: 'float32',
      shape: [1, weights.length, 1, 1],
      data: weights.map((weight) => weight * factor),
    }
  }

  const gradient: Dreamer['gradient'] = async (program, { width, height }, input) => {
    const start = now()
    const results = await program.run({
      ...feeds,
      [model.input.name]: { type: 'float32', shape: [1, 3, height, width], data: input },
    })
    const handle = Object.values(results)[0]!
    const { data } = await handle.read()
    handle.dispose()
    timings.network += now() - start
    return data as Float32Array
  }

  return {
    normalisation,
    smallestSide: smallest,
    program: (size) => programs.at(size),
    gradient,
    async settle(picture, largestTile) {
      if (settled) return
      settled = true
      const ranked = layers.filter((layer) => (objective.channels[layer]?.kind ?? 'numbers') !== 'numbers')
      const seen = ranked.length > 0 ? await activationsOf(runtime, model, ranked, picture) : new Map()
      const weights = layers.map((layer) => {
        const activation = seen.get(layer)
        const energy = activation === undefined ? undefined : energyOf(activation)
        return channelWeights(layer, objective.channels[layer], sizes.get(layer)!, energy)
      })
      const factors = layers.map((layer) => objective.layers[layer]!)
      if (layers.length > 1) {
        const tiling = tilingOf(picture, largestTile, smallest)
        const size = { width: tiling.across.tile, height: tiling.down.tile }
        const input = new Float32Array(3 * size.width * size.height)
        readTile(picture, { x: 0, y: 0 }, size.width, size.height, normalisation, input)
        const program = await programs.at(size)
        for (const asked of layers.keys()) {
          layers.forEach((layer, index) => select(layer, weights[index]!, index === asked ? 1 : 0))
          const mean = meanOf(await gradient(program, size, input))
          if (mean > 0) factors[asked]! /= mean
        }
      }
      layers.forEach((layer, index) => select(layer, weights[index]!, factors[index]!))
    },
    get timings() {
      return { network: timings.network, compile: timings.compile + programs.milliseconds }
    },
    graph: async () => (await sha256(new TextEncoder().encode(JSON.stringify(nodes ?? [])))).slice(0, 16),
    release: () => programs.release(),
  }
}

function meanOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += Math.abs(value)
  return sum / values.length
}
