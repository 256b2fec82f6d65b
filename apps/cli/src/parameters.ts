/**
 * An instrument's parameters as options. Names, defaults, ranges and words all come from its schema; this file only
 * knows how a kind of value is written on a command line.
 */
import type { Instrument } from '@reverie/instruments'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { unknownName } from './problems.ts'

/** A parameter as its JSON Schema tells it. */
interface Field {
  readonly type?: 'integer' | 'number' | 'boolean' | 'string' | 'object'
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly title?: string
  readonly description?: string
  readonly unit?: string
  readonly group?: string
  readonly additionalProperties?: Field
}

/** The fields of an instrument's schema by their names. */
export function fieldsOf(instrument: Instrument): Record<string, Field> {
  const schema = z.toJSONSchema(instrument.parameters, { io: 'input', unrepresentable: 'any' })
  return (schema.properties ?? {}) as Record<string, Field>
}

/** `octaveScale` as `--octave-scale`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Adds an option for each parameter, under its group's heading, in the schema's order. */
export function addParameterOptions(command: Command, instrument: Instrument, leaveOut: readonly string[] = []): void {
  for (const [name, field] of Object.entries(fieldsOf(instrument))) {
    if (leaveOut.includes(name)) continue
    const words = [field.description ?? field.title ?? '', rangeWords(field)].filter((part) => part !== '').join(' ')
    const flags = field.type === 'boolean' ? flagOf(name) : `${flagOf(name)} <${placeholder(field)}>`
    command.addOption(new Option(flags, words).helpGroup(field.group ?? 'Parameters'))
    // Presets may switch something on, so it must be possible to switch it off.
    if (field.type === 'boolean') command.addOption(new Option(flagOf(name).replace('--', '--no-')).hideHelp())
  }
}

function placeholder(field: Field): string {
  if (field.type === 'object') return 'name=weight,…'
  return field.unit ?? (field.type === 'string' ? 'text' : 'number')
}

/** `(0 to 512; 32 unless said)`. */
function rangeWords(field: Field): string {
  const { minimum, maximum, default: standard, type } = field
  const range = type !== 'object' && minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : field.enum?.join(', ')
  const unsaid = type === 'boolean' || standard === undefined || standard === '' ? undefined : `${String(standard)} unless said`
  const words = [range, unsaid].filter((part) => part !== undefined).join('; ')
  return words === '' ? '' : `(${words})`
}

/**
 * The parameters that a call asks for: the preset's, changed by the options that were given.
 *
 * @param given commander's values by camel-case name: texts and booleans.
 * @returns complete parameters, or a sentence for each option that cannot be meant.
 */
export function readParameters(
  instrument: Instrument,
  given: Readonly<Record<string, unknown>>,
  preset: string | undefined,
): { parameters: Record<string, unknown>; problems: readonly string[] } {
  const fields = fieldsOf(instrument)
  const problems: string[] = []
  const chosen = preset === undefined ? undefined : instrument.presets[preset]
  if (preset !== undefined && chosen === undefined) {
    problems.push(unknownName('preset', preset, Object.keys(instrument.presets)))
  }
  const values: Record<string, unknown> = { ...chosen?.parameters }
  for (const [name, field] of Object.entries(fields)) {
    if (given[name] === undefined) continue
    const value = readValue(field, given[name])
    if (value === undefined) problems.push(refusal(name, field, given[name]))
    else values[name] = value
  }
  const parsed = instrument.parameters.safeParse(values)
  if (parsed.success) return { parameters: parsed.data, problems }
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
  for (const name of wrong) problems.push(refusal(name, fields[name] ?? {}, given[name] ?? values[name]))
  return { parameters: {}, problems }
}

/** `undefined` when the text cannot be read as the field's kind. */
function readValue(field: Field, given: unknown): unknown {
  if (typeof given !== 'string') return given
  if (field.type === 'integer' || field.type === 'number') return readNumber(given)
  if (field.type === 'object') return readWeights(given)
  return given
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

function refusal(name: string, field: Field, found: unknown): string {
  const shown = typeof found === 'string' ? found : JSON.stringify(found)
  return `${flagOf(name)} takes ${expectation(field)}, not "${shown}".`
}

function expectation(field: Field): string {
  if (field.enum !== undefined) return `one of ${field.enum.join(', ')}`
  if (field.type === 'object') {
    const { minimum, maximum } = field.additionalProperties ?? {}
    const range = minimum === undefined || maximum === undefined ? '' : ` (weights from ${minimum} to ${maximum})`
    return `names with weights as in "mixed3=1,mixed5=0.5"${range}`
  }
  if (field.type !== 'integer' && field.type !== 'number') return 'a text that is not empty'
  const kind = field.type === 'integer' ? 'a whole number' : 'a number'
  const { minimum, maximum } = field
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`
  return minimum === undefined ? kind : `${kind} of at least ${minimum}`
}
