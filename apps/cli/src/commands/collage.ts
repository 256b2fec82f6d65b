/** `reverie collage <collection>` */
import { extname } from 'node:path'
import {
  collage as instrument,
  creditFormats,
  creditSheet,
  creditsOf,
  describeParameters,
  type CreditFormat,
} from '@reverie/instruments'
import { writeFileAtomic } from '@reverie/image/node'
import { instrumentCommand } from '../instrument-command.ts'
import { readPaperSize, sizeExamples } from '../sizes.ts'

/** Pixels an inch of paper where nothing is said. */
const PAPER_DPI = 300

export const collage = instrumentCommand({
  instrument,
  operands: { kind: 'collection', port: 'collection', examples: ['like'] },
  names: { frames: 'film' },
  shorts: { count: 'n' },
  extend: (command) => {
    command
      .optionsGroup('Picture:')
      .option('--size <size>', `Both of --width and --height: ${sizeExamples}.`)
      .optionsGroup('Work:')
      .option(
        '--credits <file>',
        `Writes a sheet with title, author, address and licence of every piece: .${creditFormats.join(', .')}.`,
      )
  },
  expand: (options) => [...expandSize(options), ...creditProblems(options)],
  after: async ({ recipe }, { credits }) => {
    if (typeof credits !== 'string') return
    const sheet = creditSheet(creditsOf(recipe), formatOf(credits)!, 'Credits')
    await writeFileAtomic(credits, new TextEncoder().encode(sheet))
  },
})

/** How long sides may be. */
function sides(): { name: 'width' | 'height'; min: number; max: number }[] {
  const described = describeParameters(instrument)
  return (['width', 'height'] as const).map((name) => {
    const { minimum = 1, maximum = Infinity } = described.find((parameter) => parameter.name === name) ?? {}
    return { name, min: minimum, max: maximum }
  })
}

function expandSize(options: Record<string, unknown>): string[] {
  const { size: text, dpi } = options
  if (typeof text !== 'string') return []
  const inch = typeof dpi === 'string' ? dpi : String(PAPER_DPI)
  const size = readPaperSize(text, Number(inch))
  if (size === undefined) return [`--size takes ${sizeExamples}, not "${text}".`]
  const beyond = sides().find(({ name, min, max }) => !(size[name] >= min && size[name] <= max))
  if (beyond !== undefined)
    return [
      `--size takes sides of ${beyond.min} to ${beyond.max} pixels, and "${text}" has ${size[beyond.name]}${size.paper ? ` at ${inch} an inch` : ''}.`,
    ]
  options['width'] = String(size.width)
  options['height'] = String(size.height)
  if (size.paper) options['dpi'] = inch
  return []
}

function creditProblems({ credits }: Record<string, unknown>): string[] {
  if (typeof credits !== 'string' || formatOf(credits) !== undefined) return []
  return [`--credits takes a file that ends in .${creditFormats.join(', .')}, not "${credits}".`]
}

function formatOf(path: string): CreditFormat | undefined {
  const extension = extname(path).slice(1).toLowerCase()
  return creditFormats.find((format) => format === extension)
}
