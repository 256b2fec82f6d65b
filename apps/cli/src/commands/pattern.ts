/** `reverie pattern [works...]` */
import { crossPatterns, pattern as instrument, patternVariations, type PatternRequest } from '@reverie/instruments'
import { readSize } from '../again.ts'
import { isFolder } from '../destination.ts'
import { instrumentCommand, type NamedRequest } from '../instrument-command.ts'
import { expandPan, panOption } from '../pan.ts'

export const pattern = instrumentCommand({
  instrument,
  operands: {
    kind: 'works',
    description: 'Patterns to start from: one is changed by the options, two to four are crossed.',
    cross: crossPatterns,
    adapt: (request, { z }) => {
      const { edits = [], parameters } = request as PatternRequest
      // After breeding, the latents of the parameters no longer reach the picture.
      if (z === undefined || edits.length === 0) return request
      return { ...request, edits: [...edits, { type: 'place', latents: [...(parameters.z ?? [])] }] }
    },
    several: (request, { out }) => {
      const asked = request as PatternRequest
      // Each variation becomes a work of its own where there is a folder for them.
      const wanted = asked.parameters.variations > 0 && typeof out === 'string' && isFolder(out)
      return [{ request }, ...(wanted ? patternVariations(asked).map(named) : [])]
    },
  },
  names: { frames: 'loop' },
  ports: { network: 'net', palette: 'paletteFrom' },
  extend: (command) => {
    command
      .optionsGroup('Picture:')
      .option('--size <px>', 'Both of --width and --height: 1920x1080, or 1080 for a square.')
    panOption(command, 'View:')
  },
  expand: (options) => [...expandSize(options), ...expandPan(options)],
})

function named(request: PatternRequest, index: number): NamedRequest {
  return { name: `variation-${index + 1}`, request }
}

function expandSize(options: Record<string, unknown>): string[] {
  const { size: text } = options
  if (typeof text !== 'string') return []
  const size = readSize(text)
  if (size === undefined)
    return [`--size takes a size as in "1920x1080", or one side of a square as in "1080", not "${text}".`]
  options['width'] = String('side' in size ? size.side : size.width)
  options['height'] = String('side' in size ? size.side : size.height)
  return []
}
