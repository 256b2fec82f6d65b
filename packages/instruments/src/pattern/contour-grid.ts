/** The values that contours are found in: a pattern on a grid of moderate size. */
import type { Raster } from '@reverie/image'
import type { PatternScene } from './scene.ts'

/** Renders a scene as floats: its colours, or with `outputs` what its network gives, one sample a pixel. */
export type RenderGrid = (scene: PatternScene, outputs: boolean) => Promise<Raster>

/** A grid of values over a picture. */
export interface ContourGrid {
  readonly values: Raster
  /** Whether the values are the network's outputs; else colours. */
  readonly byOutputs: boolean
  /** Whether values leap from one to another, so that there is nothing between them. */
  readonly leaps: boolean
  /** Width and height of a cell, in pixels of the picture. */
  readonly cell: readonly [number, number]
  /** How far left of the middle of its cell, and above it, a value stands, in pixels. */
  readonly moved: readonly [number, number]
}

/** Cells on the longer side of the grid. */
const gridSide = 1024
/** Samples a side of each cell, where values leap: from single ones marching squares would find stairs. */
const leapSamples = 2
/** Crossings of all levels by the lines of the grid. A calm picture has a tenth, and pure noise ten times as many. */
const mostCrossings = 1_500_000

/**
 * Renders the grid. What is finer than a drawing can hold is averaged in squares, as if it were seen from further away.
 * @param levels of the drawing
 */
export async function contourGrid(scene: PatternScene, levels: number, render: RenderGrid): Promise<ContourGrid> {
  const { coloring, network, plane } = scene
  const leaps = network.layers.some(({ activations }) => activations.includes('step'))
  // Levels of what leaps would lie on each other at the edge and draw it in all colours between.
  const byOutputs = coloring.mode === 'palette' || (coloring.mode === 'gradient' && !leaps)
  const samples = leaps ? leapSamples : 1
  const scale = gridSide / Math.max(scene.width, scene.height)
  const width = Math.max(2, Math.round(scene.width * scale))
  const height = Math.max(2, Math.round(scene.height * scale))
  const rendered = byOutputs
    ? await render({ ...scene, width: width * samples, height: height * samples }, true)
    : await render({ ...scene, width, height, plane: { ...plane, samples } }, false)
  let factor = byOutputs ? samples : 1
  let values = averaged(rendered, factor)
  while (crossings(values, levels) > mostCrossings) {
    values = averaged(values, 2)
    factor *= 2
  }
  const step = [scene.width / rendered.width, scene.height / rendered.height] as const
  // netart-js takes a pixel at its corner, so that the same value lies further left in a coarser grid.
  const corner = plane.coordinates === 'netart' ? 0.5 : 0
  return {
    values,
    byOutputs,
    leaps,
    cell: [step[0] * factor, step[1] * factor],
    moved: [corner * (step[0] - 1), corner * (step[1] - 1)],
  }
}

/** Means of squares of cells; those at the right and lower edge may be cut off. */
function averaged(values: Raster, factor: number): Raster {
  if (factor === 1) return values
  const { channels, data: from } = values
  const width = Math.ceil(values.width / factor)
  const height = Math.ceil(values.height / factor)
  const data = new Float32Array(width * height * channels)
  const counts = new Uint32Array(width * height)
  for (let y = 0; y < values.height; y++) {
    for (let x = 0; x < values.width; x++) {
      const to = Math.floor(y / factor) * width + Math.floor(x / factor)
      counts[to]!++
      for (let channel = 0; channel < channels; channel++)
        data[to * channels + channel]! += from[(y * values.width + x) * channels + channel]!
    }
  }
  for (let at = 0; at < data.length; at++) data[at]! /= counts[Math.floor(at / channels)]!
  return { width, height, channels, depth: 'float', data }
}

/** How often levels of a channel pass between two neighbours, if they are spread over 0 to 1. */
function crossings({ width, height, channels, data }: Raster, levels: number): number {
  let sum = 0
  for (let y = 1; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        const here = data[at + channel]!
        sum += Math.abs(here - data[at + channel - channels]!)
        sum += Math.abs(here - data[at + channel - width * channels]!)
      }
    }
  }
  return (sum * levels) / channels
}
