/** From a parameter's JSON Schema to the control that sets it. */
import type { InstrumentDescription, JSONValue, ParameterSchema, Parameters } from '../description.ts'

interface Described {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly unit: string | undefined
  /** 1 matters most; undefined belongs behind "more". */
  readonly rank: number | undefined
  readonly group: string | undefined
  /** Undefined: the instrument decides (the parameter is left out of the recipe). */
  readonly initial: JSONValue | undefined
}

/** A number in a range. */
export interface NumberField extends Described {
  readonly kind: 'number'
  readonly minimum: number
  readonly maximum: number
  readonly step: number
  /** The range spans magnitudes: the slider gives small values more room. */
  readonly curved: boolean
}

/** Yes or no. */
export interface SwitchField extends Described {
  readonly kind: 'switch'
}

/** One of a few words. */
export interface ChoiceField extends Described {
  readonly kind: 'choice'
  readonly options: readonly string[]
}

/** One of the networks there are. */
export interface ModelField extends Described {
  readonly kind: 'model'
}

/** Words typed in, and what only an instrument's own page knows how to draw. */
export interface OtherField extends Described {
  readonly kind: 'text' | 'layers' | 'palette'
}

export type Field = NumberField | SwitchField | ChoiceField | ModelField | OtherField

/**
 * The controls of an instrument: those that matter first by rank, then the rest as the schema orders them.
 *
 * @param without Names of parameters that the instrument's page has its own place for.
 */
export function fieldsOf(
  instrument: InstrumentDescription,
  without: readonly string[] = [],
): { first: Field[]; more: Field[] } {
  const fields = Object.entries(instrument.schema.properties)
    .filter(([name]) => !without.includes(name))
    .map(([name, schema]) => fieldOf(name, schema))
  const ranked = fields.filter((field) => field.rank !== undefined).sort((a, b) => a.rank! - b.rank!)
  return {
    first: ranked.slice(0, 5),
    more: [...ranked.slice(5), ...fields.filter((field) => field.rank === undefined)],
  }
}

function fieldOf(name: string, schema: ParameterSchema): Field {
  const described: Described = {
    name,
    title: schema.title ?? name,
    description: schema.description ?? '',
    unit: schema.unit,
    rank: schema.rank,
    group: schema.group,
    initial: schema.default,
  }
  if (schema.control === 'layers' || schema.control === 'palette') return { ...described, kind: schema.control }
  if (schema.control === 'model') return { ...described, kind: 'model' }
  const options = schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum
  if (options) return { ...described, kind: 'choice', options }
  if (schema.type === 'boolean') return { ...described, kind: 'switch' }
  if (schema.type === 'number' || schema.type === 'integer') {
    const minimum = schema.minimum ?? schema.exclusiveMinimum ?? 0
    const maximum = schema.maximum ?? Math.max(minimum + 1, 4 * Number(schema.default ?? 1))
    // A power of ten: what is shown of a number is one of its steps, and the default should be.
    const fine = 10 ** Math.floor(Math.log10((maximum - minimum) / 100))
    const step = schema.step ?? (schema.type === 'integer' ? 1 : fine)
    return {
      ...described,
      kind: 'number',
      minimum,
      maximum,
      step,
      curved: minimum >= 0 && maximum > 100 * step * Math.max(1, minimum) && maximum / step > 300,
    }
  }
  return { ...described, kind: 'text' }
}

/** The value a field shows: what was set, else the default. */
export function valueOf(field: Field, parameters: Parameters): JSONValue | undefined {
  return parameters[field.name] ?? field.initial
}

/**
 * A value by chance, for the dice: anywhere in the range for switches and choices, near the default for numbers,
 * since the middle of a range is rarely what is beautiful.
 *
 * @param chance Numbers in [0, 1).
 */
export function randomValue(field: Field, chance: () => number): JSONValue | undefined {
  if (field.kind === 'switch') return chance() < 0.5
  if (field.kind === 'choice') return field.options[Math.floor(chance() * field.options.length)]
  if (field.kind !== 'number') return undefined
  const centre = typeof field.initial === 'number' ? field.initial : (field.minimum + field.maximum) / 2
  const spread = chance() + chance() - 1
  const value =
    spread < 0
      ? centre + spread * (centre - field.minimum)
      : centre + spread * (Math.min(field.maximum, centre * 3 + field.step * 4) - centre)
  return snap(value, field)
}

/** The nearest value the field allows. */
export function snap(value: number, field: NumberField): number {
  const steps = Math.round((value - field.minimum) / field.step)
  const places = Math.max(0, Math.ceil(-Math.log10(field.step)) + 1)
  const snapped = Number((field.minimum + steps * field.step).toFixed(places))
  return Math.min(field.maximum, Math.max(field.minimum, snapped))
}

/** Where a value stands on its slider, from 0 to 1. */
export function positionOf(value: number, field: NumberField): number {
  const { minimum, maximum } = field
  if (!field.curved) return (value - minimum) / (maximum - minimum)
  const start = origin(field)
  return Math.log((value - minimum + start) / start) / Math.log((maximum - minimum + start) / start)
}

/** The value at a place on the slider, from 0 to 1; the inverse of `positionOf`. */
export function valueAt(position: number, field: NumberField): number {
  const { minimum, maximum } = field
  if (!field.curved) return snap(minimum + position * (maximum - minimum), field)
  const start = origin(field)
  return snap(minimum - start + start * ((maximum - minimum + start) / start) ** position, field)
}

/** The scale is logarithmic from here: below it lies the first tenth or so of the slider. */
const origin = (field: NumberField) =>
  Math.max(field.minimum, 2 * field.step, typeof field.initial === 'number' ? field.initial / 4 : 0)
