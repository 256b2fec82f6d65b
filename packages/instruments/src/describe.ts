/** Parameters as plain data, for whoever draws a panel, generates options or writes a reference page. */
import { z } from 'zod'
import type { Instrument, ParameterMeta } from './instrument.ts'

/** One parameter of an instrument. */
export interface ParameterDescription extends ParameterMeta {
  readonly name: string
  /** `record` is a number by name, `numbers` is a list of numbers. */
  readonly kind: 'integer' | 'number' | 'boolean' | 'text' | 'choice' | 'record' | 'numbers'
  /** Absent for optional parameters. */
  readonly default?: unknown
  readonly optional: boolean
  /** Bounds of numbers (of a record's and a list's numbers), both included. */
  readonly minimum?: number
  readonly maximum?: number
  /** Step of a slider: 1 for integers. */
  readonly step?: number
  /** What a `choice` can be. */
  readonly choices?: readonly string[]
  /** How many `numbers` there can be at most. */
  readonly most?: number
}

interface Field {
  readonly type?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
  readonly additionalProperties?: Field
  readonly items?: Field
  readonly maxItems?: number
}

/** The parameters of an instrument: the five that matter first in their order, then the others as they are declared. */
export function describeParameters(instrument: Pick<Instrument, 'parameters'>): ParameterDescription[] {
  const schema = z.toJSONSchema(instrument.parameters, { io: 'input' })
  const properties = schema.properties as unknown as Record<string, Field & ParameterMeta>
  const described = Object.entries(properties).map(([name, field]) => describe(name, field))
  return described
    .map((parameter, index) => ({ parameter, order: parameter.rank ?? 100 + index }))
    .sort((left, right) => left.order - right.order)
    .map(({ parameter }) => parameter)
}

function describe(name: string, field: Field & ParameterMeta): ParameterDescription {
  const kind = kindOf(field)
  const numbers = field.additionalProperties ?? field.items ?? field
  const step = kind === 'integer' ? (field.step ?? 1) : field.step
  return {
    name,
    kind,
    title: field.title,
    description: field.description,
    control: field.control,
    group: field.group,
    optional: field.default === undefined,
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.rank === undefined ? {} : { rank: field.rank }),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(step === undefined ? {} : { step }),
    ...(numbers.minimum === undefined ? {} : { minimum: numbers.minimum }),
    ...(numbers.maximum === undefined ? {} : { maximum: numbers.maximum }),
    ...(field.enum === undefined ? {} : { choices: field.enum }),
    ...(field.maxItems === undefined ? {} : { most: field.maxItems }),
  }
}

function kindOf(field: Field): ParameterDescription['kind'] {
  if (field.enum !== undefined) return 'choice'
  if (field.type === 'integer' || field.type === 'number' || field.type === 'boolean') return field.type
  if (field.type === 'array') return 'numbers'
  return field.type === 'object' ? 'record' : 'text'
}
