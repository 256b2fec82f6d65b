/** What a schema finds wrong, as faults with lines. */
import { z } from 'zod'
import { quoted } from '../characters.ts'
import type { Fault, ProblemCode } from '../problem.ts'
import type { Yaml } from './read-yaml.ts'

/** What a schema's `meta` tells of a key, for messages and the reference. */
export interface KeyMeta {
  readonly description: string
  /** The key as one would write it: `title: Avocado Love`. */
  readonly example: string
  readonly [other: string]: unknown
}

/** What a check of our own says besides its message. */
export interface Verdict {
  readonly code: ProblemCode
  readonly message: string
  readonly fix: string
}

/** A zod check that refuses with a code and a fix. */
export function refuseWith<T>(judge: (value: T) => Verdict | undefined) {
  return (value: T, context: z.RefinementCtx): void => {
    const verdict = judge(value)
    if (verdict === undefined) return
    const { message, code, fix } = verdict
    context.addIssue({ code: 'custom', message, params: { code, fix } })
  }
}

/** The faults of data that a schema does not take. */
export function faultsOf(error: z.ZodError, schema: z.ZodObject, yaml: Yaml): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path
    const line = yaml.lineOf(path)
    const name = path.filter((part) => typeof part === 'string').join('.')
    if (issue.code === 'unrecognized_keys') {
      const known = keysOf(schema, path)
      return issue.keys.map((key) => unknownKey(key, known, yaml.lineOfKey(path, key)))
    }
    if (issue.code === 'custom') {
      const { code, fix } = issue.params as Verdict
      return [{ line, code, message: subject(name, issue.message), fix }]
    }
    const fix = fixOf(schema, path)
    const found = valueAt(yaml.value, path)
    if (found === undefined)
      return [
        { line, code: 'missing-key', message: `The key "${name}" is missing.`, fix: fix.replace(/^Write/, 'Add') },
      ]
    if (issue.code === 'invalid_type' || issue.code === 'invalid_union')
      return [
        {
          line,
          code: 'wrong-type',
          message: `"${name}" is ${kindOf(found)}, and ${expectedOf(issue)} was expected.`,
          fix,
        },
      ]
    return [{ line, code: 'wrong-value', message: subject(name, `${issue.message}.`), fix }]
  })
}

const subject = (name: string, message: string): string => (name === '' ? message : `"${name}": ${message}`)

function unknownKey(key: string, known: readonly string[], line: number): Fault {
  return {
    line,
    code: 'unknown-key',
    message: `There is no key ${quoted(key)}.`,
    fix: `Remove it, or write the one that is meant: ${known.join(', ')}.`,
  }
}

function expectedOf(issue: z.core.$ZodIssueInvalidType | z.core.$ZodIssueInvalidUnion): string {
  if (issue.code === 'invalid_union') return 'one of another kind'
  const kinds: Readonly<Record<string, string>> = {
    string: 'a text',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys',
    number: 'a number',
    int: 'a whole number',
  }
  return kinds[issue.expected] ?? `a value of kind ${issue.expected}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `the text ${quoted(value)}`
  if (typeof value === 'number') return `the number ${value}`
  return typeof value === 'boolean' ? `"${value}"` : 'a map of keys'
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

/** The schema of the innermost map on the way. Of a list it is that of what the list holds. */
function mapAt(schema: z.ZodObject, path: readonly PropertyKey[]): z.ZodObject {
  const [key, ...rest] = path
  if (typeof key === 'number') return mapAt(schema, rest)
  const value = typeof key === 'string' ? unwrap(schema.shape[key]) : undefined
  const inner = value instanceof z.ZodArray ? unwrap(value.element) : value
  return inner instanceof z.ZodObject ? mapAt(inner, rest) : schema
}

const keysOf = (schema: z.ZodObject, path: readonly PropertyKey[]): string[] =>
  Object.keys(mapAt(schema, path).shape)

/** A key's schema without what makes it optional. */
export function unwrap(schema: unknown): unknown {
  let inner = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
    inner = inner.unwrap()
  return inner
}

function fixOf(schema: z.ZodObject, path: readonly PropertyKey[]): string {
  const name = path.findLast((part) => typeof part === 'string')
  const key = name === undefined ? undefined : (mapAt(schema, path).shape[name] as z.ZodType | undefined)
  const meta = (key?.meta() ?? (unwrap(key) as z.ZodType | undefined)?.meta()) as KeyMeta | undefined
  return meta === undefined ? 'See the gallery’s guide.' : `Write, for example: ${meta.example}`
}
