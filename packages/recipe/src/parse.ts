/**
 * Reads a recipe of any version. A migration takes the fields of one version to those of the next; a recipe goes
 * through as many as it needs and is then checked against the present schema.
 */
import { z } from 'zod'
import { RecipeError } from './error.ts'
import { recipeSchema, recipeVersion, type Recipe } from './schema.ts'

type Fields = Record<string, unknown>

/** `migrations[n]` turns version n into n + 1. Version 1 is the first, so there is none yet. */
const migrations: Readonly<Record<number, (fields: Fields) => Fields>> = {}

/**
 * Checks and returns a recipe.
 * @param value the parsed JSON of a recipe of any known version
 * @throws RecipeError that lists every field that is wrong
 */
export function parseRecipe(value: unknown): Recipe {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RecipeError(`A recipe is a JSON object with the field "reverie", found ${describe(value)}.`)
  let fields = value as Fields
  const found = fields['reverie']
  if (!Number.isInteger(found) || (found as number) < 1)
    throw new RecipeError(
      `A recipe states its version in the field "reverie" (1 to ${recipeVersion}), found ${describe(found)}.`,
    )
  if ((found as number) > recipeVersion)
    throw new RecipeError(
      `This recipe has version ${String(found)} and this Reverie reads up to ${recipeVersion}: update Reverie to open it.`,
    )
  for (let version = found as number; version < recipeVersion; version++)
    fields = migrations[version]?.({ ...fields }) ?? fields
  const result = recipeSchema.safeParse(fields)
  if (result.success) return result.data
  throw new RecipeError(`The recipe is not valid: ${result.error.issues.map(sentence).join('; ')}.`)
}

/**
 * Reads a recipe from JSON text.
 * @throws RecipeError when the text is not JSON or not a recipe
 */
export function recipeFromText(text: string): Recipe {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RecipeError(
      `A recipe is JSON text, found ${JSON.stringify(text.slice(0, 40))}: the file's metadata may be damaged.`,
    )
  }
  return parseRecipe(value)
}

/**
 * A recipe as JSON text on one line, free of the characters that XML 1.0 forbids or discourages. Checks it first, so that
 * nothing invalid is ever written.
 */
export function recipeToText(recipe: Recipe): string {
  return JSON.stringify(parseRecipe(recipe)).replace(
    /[\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? 'recipe' : issue.path.map(String).join('.')
  const what = messageOf(issue)
  return `"${where}": ${what}`
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return unionMessage(issue)
  // A key's own message is inside.
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
}

/** A union's own message is "Invalid input"; the deepest of its branches says what is wrong. */
function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const branches = issue.errors.flat()
  const custom = branches.find((branch) => branch.code === 'custom')
  if (custom !== undefined) return custom.message
  const nested = branches.find((branch) => branch.path.length > 0)
  return nested === undefined ? 'expected a JSON value' : sentence(nested)
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return JSON.stringify(value) ?? typeof value
}
