/** JSON whose top level is an object: the recipe is its last field, `recipe`. The rest stays as it is written. */
import { fromUtf8, utf8 } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'

/** The field as `embed` writes it: on a line of its own, the last. */
const field = /,?\n"recipe":.*\n\}\s*$/

export const json: Container = {
  title: 'JSON',
  matches: (bytes) => bytes[bytes.findIndex((byte) => byte > 0x20)] === 0x7b,
  embed: (bytes, { text }) => {
    const written = fromUtf8(bytes).replace(field, '}')
    const value = parsed(written)
    if (value === undefined)
      throw new RecipeError('The JSON is damaged (it cannot be read as an object): write the file again.')
    // Another program may have written the field in its own way.
    const { recipe, ...rest } = value
    const kept = recipe === undefined ? written.trimEnd() : JSON.stringify(rest)
    const comma = Object.keys(rest).length === 0 ? '' : ','
    return utf8(`${kept.slice(0, -1).trimEnd()}${comma}\n"recipe":${text}\n}`)
  },
  extract: (bytes) => {
    const written = fromUtf8(bytes)
    const recipe = parsed(written)?.['recipe']
    if (typeof recipe === 'object' && recipe !== null && 'reverie' in recipe) return JSON.stringify(recipe)
    if (recipe === undefined && field.test(written))
      throw new RecipeError('The JSON with this recipe is damaged (it cannot be read): use another copy.')
    return undefined
  },
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
