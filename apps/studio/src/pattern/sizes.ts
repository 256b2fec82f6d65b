/** How large a pattern is. */
import { instrumentNamed, type Parameters } from '../instrument.ts'
import { sizes } from '../stage/sizes.ts'

/** What the instrument makes when nobody says how large. */
const initial = Number(instrumentNamed('pattern').schema.properties['width']?.default)

/** The size that parameters ask for. */
export function sizeIn(parameters: Parameters): { width: number; height: number } {
  const width = Number(parameters['width'] ?? initial)
  // netart-js draws squares.
  const height = parameters['compat'] === 'netart' ? width : Number(parameters['height'] ?? initial)
  return { width, height }
}

/** Pixels an inch of a size that is meant for print. */
export function dpiOf(parameters: Parameters): number | undefined {
  return sizes.find(({ width, height }) => width === parameters['width'] && height === parameters['height'])?.dpi
}
