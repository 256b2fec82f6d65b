/** What a network sees in a picture: activations of its layers, and how near two sets of them are. */
import type { Tensor } from '@reverie/graph'
import type { Model } from '@reverie/models'
import type { Runtime } from '@reverie/runtime'
import { normalisationOf } from './normalisation.ts'
import { featureGraph, smallestSide } from './objective.ts'
import type { Planes } from './planes.ts'
import { readTile } from './tiles.ts'

/** A layer's activation: `channels` planes of `positions` values. */
export interface Activation {
  readonly channels: number
  readonly positions: number
  readonly data: Float32Array
}

/**
 * Activations of some layers for a whole picture, which is repeated where it is smaller than the network can see.
 * @returns by layer, in the order given
 */
export async function activationsOf(
  runtime: Runtime,
  model: Model,
  layers: readonly string[],
  picture: Planes,
): Promise<Map<string, Activation>> {
  const smallest = smallestSide(model, layers)
  const width = Math.max(picture.width, smallest)
  const height = Math.max(picture.height, smallest)
  const graph = featureGraph(model, layers, width, height)
  const input = new Float32Array(3 * width * height)
  readTile(picture, { x: 0, y: 0 }, width, height, normalisationOf(model.input), input)
  const program = await runtime.compile(graph)
  try {
    const results = await program.run({
      [model.input.name]: { type: 'float32', shape: [1, 3, height, width], data: input },
    })
    const found = new Map<string, Activation>()
    for (const [index, layer] of layers.entries()) {
      const handle = results[graph.outputs[index]!.name]!
      const { data, shape } = await handle.read()
      const [, channels, rows, columns] = shape as [number, number, number, number]
      found.set(layer, { channels, positions: rows * columns, data: (data as Float32Array).slice() })
      handle.dispose()
    }
    return found
  } finally {
    await program.release()
  }
}

/** Mean square of each channel over all positions. */
export function energyOf({ channels, positions, data }: Activation): Float32Array {
  return Float32Array.from({ length: channels }, (_, channel) => {
    let sum = 0
    for (let at = channel * positions; at < (channel + 1) * positions; at++) sum += data[at]! * data[at]!
    return sum / positions
  })
}

/** An activation's columns, one a row: `[positions, channels]`, as a guided objective takes them. */
export function columnsOf({ channels, positions, data }: Activation): Tensor {
  const columns = new Float32Array(positions * channels)
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0; at < positions; at++) columns[at * channels + channel] = data[channel * positions + at]!
  }
  return { type: 'float32', shape: [positions, channels], data: columns }
}

/** The same, each row divided by its length; rows of zeros stay. */
export function unitColumnsOf(activation: Activation): Tensor {
  const columns = columnsOf(activation)
  const data = columns.data as Float32Array
  for (let start = 0; start < data.length; start += activation.channels) {
    const row = data.subarray(start, start + activation.channels)
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
    if (length > 0) row.forEach((value, at) => (row[at] = value / length))
  }
  return columns
}

/**
 * How near one picture is to another at a layer: for each position of the first, the largest cosine between its column
 * and any column of the second; the mean over positions, −1 to 1.
 */
export function meanBestCosine(picture: Activation, guide: Activation): number {
  const left = unitColumns(picture)
  const right = unitColumns(guide)
  let sum = 0
  for (const column of left) {
    let best = -1
    for (const other of right) {
      let dot = 0
      for (let channel = 0; channel < column.length; channel++) dot += column[channel]! * other[channel]!
      if (dot > best) best = dot
    }
    sum += best
  }
  return sum / left.length
}

function unitColumns(activation: Activation): Float32Array[] {
  const { data } = unitColumnsOf(activation)
  const columns = data as Float32Array
  return Array.from({ length: activation.positions }, (_, at) =>
    columns.subarray(at * activation.channels, (at + 1) * activation.channels),
  )
}
