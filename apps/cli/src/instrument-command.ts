/** The command of an instrument, made from its definition: parameters and ports become options. */
import type { Instrument } from '@reverie/instruments'
import { Option, type Command } from 'commander'
import { act, addCommonOptions, type CommandDefinition } from './call.ts'
import { addMakingOptions, type MakingOptions } from './making-options.ts'
import { addParameterOptions, type OptionNames } from './parameters.ts'

/** What a definition leaves open. */
export interface InstrumentManner {
  readonly instrument: Instrument
  /** The port that the command's operands go to, one work each. */
  readonly port: string
  /** Parameters whose option has another name. */
  readonly names: OptionNames
  /** Adds options that stand for several parameters. */
  readonly extend?: (command: Command) => void
  /** Turns such options into parameters' texts, in place. @returns sentences on what cannot be meant. */
  readonly expand?: (options: Record<string, unknown>) => string[]
}

/** What commander finds: texts and booleans. */
export type InstrumentOptions = MakingOptions & Record<string, unknown>

/** The command of an instrument. */
export function instrumentCommand(manner: InstrumentManner): CommandDefinition {
  return {
    configure: (command, call) => {
      const { instrument, names, extend } = manner
      command.description(instrument.summary).argument('<pictures...>', instrument.inputs[manner.port]!.description)
      // Checked by the action, together with everything else.
      command.registeredArguments[0]!.required = false
      command.usage('<pictures...> [options]')
      addParameterOptions(command, instrument, names)
      extend?.(command)
      for (const [port, { description }] of otherPorts(manner)) {
        command.addOption(new Option(`--${port} <file>`, description).helpGroup('Inputs:'))
      }
      addMakingOptions(command, Object.keys(instrument.presets))
      addCommonOptions(command)
      command.addHelpText('after', presetHelp(instrument))
      act<InstrumentOptions>(command, async (invocation) => {
        const { runInstrument } = await import('./run-instrument.ts')
        await runInstrument(manner, invocation, call)
      })
    },
  }
}

/** The ports that are options. */
export function otherPorts({ instrument, port }: InstrumentManner): [string, Instrument['inputs'][string]][] {
  return Object.entries(instrument.inputs).filter(([name]) => name !== port)
}

function presetHelp({ presets }: Instrument): string {
  const width = Math.max(...Object.keys(presets).map((name) => name.length))
  const lines = Object.entries(presets).map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
  return `\nPresets:\n${lines.join('\n')}`
}
