/**
 * An instrument's parameters as options. Names, defaults, ranges and words all come from its schema; this file only
 * knows how a kind of value is written on a command line.
 */
import { describeParameters, type Instrument, type ParameterDescription } from '@reverie/instruments'
import { Option, type Command } from 'commander'
import { unknownName } from './problems.ts'

/** Parameters and ports whose option has another name than their own, in camel case: `{ frames: 'film' }`. */
export type OptionNames = Readonly<Record<string, string>>

/** `octaveScale` as `--octave-scale`. */
export function flagOf(name: string, names: OptionNames = {}): string {
  return `--${(names[name] ?? name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/**
 * Adds an option for each parameter, under its group's heading, those that matter most first.
 * @param shorts one-letter options by parameter: `{ count: 'n' }`
 */
export function addParameterOptions(
  command: Command,
  instrument: Instrument,
  names: OptionNames = {},
  shorts: OptionNames = {},
): void {
  for (const parameter of describeParameters(instrument)) {
    const { name, kind, description, group } = parameter
    const words = [description, rangeWords(parameter)].filter((part) => part !== '').join(' ')
    const short = shorts[name] === undefined ? '' : `-${shorts[name]}, `
    const long = flagOf(name, names)
    const flags = kind === 'boolean' ? long : `${short}${long} <${placeholder(parameter)}>`
    command.addOption(new Option(flags, words).helpGroup(`${group}:`))
    // Presets may switch something on, so it must be possible to switch it off.
    if (kind === 'boolean') command.addOption(new Option(flagOf(name, names).replace('--', '--no-')).hideHelp())
  }
}

function placeholder({ kind, unit }: ParameterDescription): string {
  if (kind === 'record') return 'name=weight,…'
  if (kind === 'numbers') return 'number,…'
  if (unit !== undefined && /^[a-z]+$/.test(unit)) return unit
  return unit === '°' ? 'degrees' : kind === 'text' || kind === 'choice' ? 'text' : 'number'
}

/** `(0 to 512; 32 unless said)`. */
function rangeWords({ kind, minimum, maximum, choices, default: standard }: ParameterDescription): string {
  const range =
    kind !== 'record' && kind !== 'numbers' && minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}`
      : choices?.join(', ')
  const unsaid =
    kind === 'boolean' || standard === undefined || standard === ''
      ? undefined
      : `${JSON.stringify(standard).replaceAll('"', '')} unless said`
  const words = [range, unsaid].filter((part) => part !== undefined).join('; ')
  return words === '' ? '' : `(${words})`
}

/**
 * The parameters that a call asks for: the preset's, changed by the options that were given.
 *
 * @param given commander's values by camel-case name of the option: texts and booleans.
 * @param start parameters that preset and options change.
 * @returns complete parameters, or a sentence for each option that cannot be meant.
 */
export function readParameters(
  instrument: Instrument,
  given: Readonly<Record<string, unknown>>,
  preset: string | undefined,
  names: OptionNames = {},
  start: Readonly<Record<string, unknown>> = {},
): { parameters: Record<string, unknown>; problems: readonly string[] } {
  const described = new Map(describeParameters(instrument).map((parameter) => [parameter.name, parameter]))
  const problems: string[] = []
  const chosen = preset === undefined ? undefined : instrument.presets[preset]
  if (preset !== undefined && chosen === undefined) {
    problems.push(unknownName('preset', preset, Object.keys(instrument.presets)))
  }
  const values: Record<string, unknown> = { ...start, ...chosen?.parameters }
  for (const [name, parameter] of described) {
    const text = given[names[name] ?? name]
    if (text === undefined) continue
    const value = readValue(parameter, text)
    if (value === undefined) problems.push(refusal(parameter, names, text))
    else values[name] = value
  }
  const parsed = instrument.parameters.safeParse(values)
  if (parsed.success) return { parameters: parsed.data, problems }
  const told = new Set<string>()
  for (const { path, code, message } of parsed.error.issues) {
    const name = String(path[0])
    if (told.has(name)) continue
    told.add(name)
    // Texts of a form say themselves what they should look like.
    const form = code === 'invalid_format' ? message : undefined
    problems.push(refusal(described.get(name)!, names, given[names[name] ?? name] ?? values[name], form))
  }
  return { parameters: {}, problems }
}

/** `undefined` when the text cannot be read as the parameter's kind. */
function readValue({ kind }: ParameterDescription, given: unknown): unknown {
  if (typeof given !== 'string') return given
  if (kind === 'integer' || kind === 'number') return readNumber(given)
  if (kind === 'numbers') return readNumbers(given)
  return kind === 'record' ? readWeights(given) : given
}

/** `0.2,-0.4` */
function readNumbers(text: string): number[] | undefined {
  const numbers = text.split(',').map(readNumber)
  return numbers.every((number) => number !== undefined) ? numbers : undefined
}

function readNumber(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** `mixed3=1,mixed5=0.5`; a name alone weighs 1. */
function readWeights(text: string): Record<string, number> | undefined {
  const weights: Record<string, number> = {}
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=')
    const name = (at < 0 ? part : part.slice(0, at)).trim()
    const weight = at < 0 ? 1 : readNumber(part.slice(at + 1))
    if (name === '' || weight === undefined || Object.hasOwn(weights, name)) return undefined
    weights[name] = weight
  }
  return weights
}

function refusal(
  parameter: ParameterDescription,
  names: OptionNames,
  found: unknown,
  form = expectation(parameter),
): string {
  const shown = typeof found === 'string' ? found : JSON.stringify(found)
  return `${flagOf(parameter.name, names)} takes ${form}, not "${shown}".`
}

function expectation({ kind, minimum, maximum, choices, most }: ParameterDescription): string {
  const range = minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`
  if (kind === 'choice') return `one of ${choices?.join(', ')}`
  if (kind === 'record') return `names with weights${range}, as in "mixed3=1,mixed5=0.5"`
  if (kind === 'numbers') return `numbers${range}, as in "0.2,-0.4"${most === undefined ? '' : `, ${most} at most`}`
  if (kind === 'integer') return `a whole number${range}`
  return kind === 'number' ? `a number${range}` : 'a text that is not empty'
}
