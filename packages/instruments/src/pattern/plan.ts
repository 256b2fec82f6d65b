/** What a pattern makes, and the same pattern at another size. */
import { contactSheetSize } from '../contact-sheet.ts'
import { InstrumentError, type Plan, type Size } from '../instrument.ts'
import type { PatternParameters } from './params.ts'
import type { PatternRequest } from './request.ts'
import { outputsOf } from './scene.ts'

/** Multiplications above which work is called long: a few seconds of two cores. */
const LONG_WORK = 4e10
/** Longest side of a picture on a sheet of variations, in pixels. */
const CELL_SIDE = 320

/** `pattern`'s `plan` (instrument.ts). */
export function planPattern({ parameters }: PatternRequest): Plan {
  const { fps, frames, variations } = parameters
  const size = sizeOf(parameters)
  if (variations > 0) {
    const cell = cellSize(size)
    const work = variations * cell.width * cell.height * costOf(parameters)
    return {
      kind: 'raster',
      ...contactSheetSize(variationCells(variations), sheetColumns(variations), cell),
      long: work > LONG_WORK,
    }
  }
  const long = size.width * size.height * frames * costOf(parameters) > LONG_WORK
  return frames > 1 ? { kind: 'film', ...size, frames, fps, long } : { kind: 'raster', ...size, long }
}

/** `pattern`'s `resize` (instrument.ts): the same part of the plane, or more of it along the side that became longer. */
export function resizePattern(request: PatternRequest, { width, height }: Size): PatternRequest {
  if (request.parameters.compat === 'netart' && width !== height) {
    throw new InstrumentError(
      `netart-js draws squares, and ${width} × ${height} is none. Give one side, or leave compat out.`,
    )
  }
  return { ...request, parameters: { ...request.parameters, width, height } }
}

/** The picture's size; netart-js draws squares. */
export function sizeOf({ compat, width, height }: PatternParameters): Size {
  return { width, height: compat === 'netart' ? width : height }
}

/** A picture's size on a sheet. */
export function cellSize({ width, height }: Size): Size {
  const scale = Math.min(1, CELL_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Labels of a sheet's pictures, which have the numbers of the variations' files. */
export function variationCells(count: number): { label: string[] }[] {
  return Array.from({ length: count }, (_, index) => ({ label: [String(index + 1)] }))
}

/** Pictures in a row of a sheet: 3 of 9, 5 of 25. */
export function sheetColumns(count: number): number {
  return Math.ceil(Math.sqrt(count))
}

/** Weights of the network that is drawn. */
export function weightsOf({ color, depth, latents, skips, units }: PatternParameters): number {
  const inputs = 4 + latents
  const outputs = outputsOf[color].netart
  if (skips !== 'dense') return inputs * units + depth * units * units + units * outputs
  // A layer reads the place and all layers before it.
  const read = Array.from({ length: depth + 1 }, (_, before) => inputs + before * units)
  return read.reduce((sum, count) => sum + count * units, 0) + (inputs + (depth + 1) * units) * outputs
}

/** Multiplications a pixel, about: of a network from a file nobody knows before it is read. */
function costOf(parameters: PatternParameters): number {
  return parameters.samples ** 2 * weightsOf(parameters)
}
