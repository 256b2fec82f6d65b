/** One call of the program, as its command sees it. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { nearest } from './nearest.ts'
import { CallError } from './problems.ts'
import { openTerminal, type Manner, type Terminal } from './terminal.ts'

/** What a command is given besides its own arguments. */
export interface Call {
  /** Aborted when the call is interrupted. */
  readonly signal: AbortSignal
  /** Milliseconds on a clock that never goes back, from when the program was started. */
  readonly now: () => number
  /** Prints the one object of `--json`. */
  readonly answer: (value: object) => void
}

/** A command's file exports this under the command's name. */
export interface CommandDefinition {
  /** Adds arguments, options and the action to a command that has its name already. */
  configure(command: Command, call: Call): void
}

/** What an action is given: its operands, its options by camel-case name, and where to speak. */
export interface Invocation<Options> {
  readonly operands: readonly string[]
  readonly options: Options
  readonly terminal: Terminal
  /** Problems of the call found so far, a sentence each. Add to it, then `refuse` it. */
  readonly problems: string[]
}

/** Options that every command has. */
export function addCommonOptions(command: Command): void {
  command
    .optionsGroup('Everywhere:')
    .option('--json', 'Print exactly one JSON object on standard output.')
    .option('-q, --quiet', 'Say nothing unless something is wrong.')
    .helpOption('-h, --help', 'Show this help.')
}

/**
 * Sets a command's action. Unknown options are collected rather than thrown, so that a call's problems come together.
 */
export function act<Options extends Manner>(
  command: Command,
  action: (invocation: Invocation<Options>) => Promise<void>,
): void {
  command.allowUnknownOption().allowExcessArguments()
  command.action(async () => {
    const options = command.opts<Options>()
    const { operands, problems } = separate(command)
    await action({ operands, options, problems, terminal: openTerminal(options) })
  })
}

/** Throws all problems of a call at once, if there are any. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new CallError([...new Set(problems)])
}

/** Tells operands from options that the command does not have. After `--` everything is an operand. */
function separate(command: Command): { operands: string[]; problems: string[] } {
  const known = command.options.flatMap(({ long, short }) =>
    [long, short].filter((flag) => typeof flag === 'string'),
  )
  const operands: string[] = []
  const problems: string[] = []
  let previous = ''
  for (const argument of command.args) {
    if (/^--?[A-Za-z]/.test(argument) && !existsSync(argument)) {
      const flag = argument.split('=')[0]!
      const near = nearest(flag, known)
      const advice =
        near === undefined ? ` "reverie ${command.name()} --help" lists them.` : ` Did you mean ${near}?`
      problems.push(`"reverie ${command.name()}" has no option ${flag}.${advice}`)
      previous = argument.includes('=') ? '' : flag
      continue
    }
    // What follows an unknown option is most likely its value.
    if (previous === '' || existsSync(argument)) operands.push(argument)
    previous = ''
  }
  return { operands, problems }
}
