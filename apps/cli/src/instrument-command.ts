/** The command of an instrument, made from its definition: parameters and ports become options. */
import { describeParameters, takesFiles, type Instrument, type RenderRequest } from '@reverie/instruments'
import { Option, type Command } from 'commander'
import { act, addCommonOptions, type CommandDefinition } from './call.ts'
import type { Made } from './job.ts'
import { addMakingOptions, collect, type MakingOptions } from './making-options.ts'
import { addParameterOptions, flagOf, type OptionNames } from './parameters.ts'

/** What a definition leaves open. */
export interface InstrumentManner {
  readonly instrument: Instrument
  /** Parameters whose option has another name. */
  readonly names: OptionNames
  /** One-letter options by parameter. */
  readonly shorts?: OptionNames
  /** Ports whose option has another name. */
  readonly ports?: OptionNames
  /** Adds options that stand for several parameters. */
  readonly extend?: (command: Command) => void
  /** Turns such options into parameters' texts, in place. @returns sentences on what cannot be meant. */
  readonly expand?: (options: Record<string, unknown>) => string[]
  readonly operands: PictureOperands | WorkOperands | CollectionOperands
  /** What is written beside a work that was made. */
  readonly after?: (made: Made, options: Record<string, unknown>) => Promise<void>
}

/** Operands are pictures, one work each. */
export interface PictureOperands {
  readonly kind: 'pictures'
  /** The port that they go to. */
  readonly port: string
}

/** Operands, if there are any, are works that the new one is made from. */
export interface WorkOperands {
  readonly kind: 'works'
  readonly description: string
  /** One request from those of several works, for instruments whose works can be crossed. */
  readonly cross: (parents: readonly RenderRequest[], seed: number) => RenderRequest
  /** The request that options mean, where one that starts from a work needs more than other parameters. */
  readonly adapt?: (request: RenderRequest, options: Record<string, unknown>) => RenderRequest
  /** All works that a call asks for, where one request can stand for several. */
  readonly several?: (request: RenderRequest, options: Record<string, unknown>) => readonly NamedRequest[]
}

/** The operand is a collection, or nothing where a work says which pieces it has. */
export interface CollectionOperands {
  readonly kind: 'collection'
  /** The port that it goes to. */
  readonly port: string
  /** Parameters that name pieces, or pictures from elsewhere that pieces should be like. */
  readonly examples: readonly string[]
}

/** One of several works of a call. */
export interface NamedRequest {
  /** Put after the instrument's name: `variation-3`; nothing for the first. */
  readonly name?: string
  readonly request: RenderRequest
}

/** What commander finds: texts and booleans. */
export type InstrumentOptions = MakingOptions & Record<string, unknown>

/** The command of an instrument. */
export function instrumentCommand(manner: InstrumentManner): CommandDefinition {
  return {
    configure: (command, call) => {
      const { instrument, names, shorts, extend, operands } = manner
      const placeholder = placeholders[operands.kind]
      const description =
        operands.kind === 'works' ? operands.description : instrument.inputs[operands.port]!.description
      command.description(instrument.summary).argument(placeholder, description)
      // Checked by the action, together with everything else.
      command.registeredArguments[0]!.required = false
      command.usage(`${placeholder} [options]`)
      addParameterOptions(command, instrument, names, shorts)
      extend?.(command)
      for (const [port, { description: words, kind }] of portOptions(manner)) {
        const option = new Option(`${flagOf(port, manner.ports)} <file>`, words).helpGroup('Inputs:')
        command.addOption(takesFiles(kind) ? option.argParser(collect) : option)
      }
      const choosesModel = describeParameters(instrument).some(({ control }) => control === 'model')
      addMakingOptions(command, instrument, choosesModel)
      addCommonOptions(command)
      command.addHelpText('after', presetHelp(instrument))
      act<InstrumentOptions>(command, async (invocation) => {
        const { runInstrument } = await import('./run-instrument.ts')
        await runInstrument(manner, invocation, call)
      })
    },
  }
}

const placeholders = { pictures: '<pictures...>', works: '[works...]', collection: '<collection>' } as const

/** The ports that are options. Many pictures come from a collection, and not one by one. */
export function portOptions({ instrument, operands }: InstrumentManner): [string, Instrument['inputs'][string]][] {
  return Object.entries(instrument.inputs).filter(
    ([name, { kind }]) => kind !== 'images' && (operands.kind === 'works' || name !== operands.port),
  )
}

function presetHelp({ presets }: Instrument): string {
  const width = Math.max(...Object.keys(presets).map((name) => name.length))
  const lines = Object.entries(presets).map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
  return `\nPresets:\n${lines.join('\n')}`
}
