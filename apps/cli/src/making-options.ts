/** Options of every command that makes works. */
import type { Instrument } from '@reverie/instruments'
import { Option, type Command } from 'commander'
import { readInteger } from './integer.ts'
import { unknownName } from './problems.ts'

/** What commander finds. */
export interface MakingOptions {
  readonly out?: string
  readonly format?: string
  readonly quality?: string
  readonly dpi?: string
  readonly seed?: string
  readonly preset?: string
  readonly inputs?: string[]
  readonly provider?: 'cpu' | 'webgpu' | 'wasm'
  readonly estimate?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Where networks run in a terminal. */
const providers = ['cpu', 'webgpu', 'wasm'] as const

/** The seed of a call that gives none. Always the same, so that a call can be repeated. */
export const usualSeed = 1

/** Adds them. @param choosesModel whether a parameter of the instrument names a network */
export function addMakingOptions(command: Command, instrument: Instrument, choosesModel: boolean): void {
  const { presets, exports = {}, depths = [8] } = instrument
  command.optionsGroup('Work:')
  addOutputOptions(
    command,
    [...(depths.includes(16) ? ['png16'] : []), ...Object.keys(exports)],
    // An instrument that makes prints has a resolution of its own.
    instrument.parameters.shape['dpi'] !== undefined,
  )
  command.option(
    '--seed <number>',
    `The number that all chance is drawn from (0 to 4294967295; ${usualSeed} unless said).`,
  )
  command.option('--preset <name>', `Start from named parameters: ${Object.keys(presets).join(', ')}.`)
  // Instruments that choose no model run no network in ONNX Runtime.
  addRunningOptions(command, { provider: choosesModel })
}

/**
 * Where the work goes.
 * @param more formats beside those of pictures and films
 * @param hasResolution whether the command has `--dpi` already
 */
export function addOutputOptions(command: Command, more: readonly string[] = [], hasResolution = false): void {
  command.option(
    '-o, --out <path>',
    'The file to write, whose extension chooses the format; a folder for several inputs.',
  )
  command.option(
    '--format <name>',
    'The format where --out is a folder: png, jpeg, webp, avif, tiff, gif; films: webp, gif, mp4, webm, or png for a folder of frames' +
      `${more.length === 0 ? '' : `; and ${more.join(', ')}`}.`,
  )
  command.option('--quality <number>', 'Quality of formats that lose something (1 to 100).')
  if (!hasResolution)
    command.option('--dpi <number>', 'Pixels an inch on paper, said in a PNG together with a colour profile.')
}

/** How the work is done. */
export function addRunningOptions(command: Command, { provider }: { readonly provider: boolean }): void {
  command.addOption(
    new Option(
      '--inputs <folder>',
      'A folder in which inputs are looked for by their content; may be given several times.',
    ).argParser(collect),
  )
  if (provider) {
    command.addOption(
      new Option('--provider <name>', `Where networks run: ${providers.join(', ')} (cpu unless said).`),
    )
  }
  command.option('--estimate', 'Say what time and memory the work will take, and stop.')
}

/** One value for each time an option is given: one that takes several at once would take the operands that follow it too. */
export function collect(path: string, paths: string[] = []): string[] {
  return [...paths, path]
}

/** Their values, and a sentence for each that cannot be meant added to `problems`. */
export function readMakingOptions(options: MakingOptions, problems: string[]) {
  const { provider } = options
  if (provider !== undefined && !providers.includes(provider))
    problems.push(unknownName('provider', provider, providers))
  return {
    provider,
    inputs: options.inputs ?? [],
    seed: readInteger('--seed', options.seed, 0, 2 ** 32 - 1, problems),
    quality: readInteger('--quality', options.quality, 1, 100, problems),
    dpi: readInteger('--dpi', options.dpi, 1, 100_000, problems),
  }
}
