import type { Content } from './container.ts'
import { digitalSourceUri } from './digital-source.ts'
import { recipeToText } from './parse.ts'
import type { Recipe } from './schema.ts'

/** What of a recipe goes into a file. @throws RecipeError when it is not valid */
export function contentOf(recipe: Recipe): Content {
  const text = recipeToText(recipe)
  const { digitalSourceType: term } = recipe
  return { text, ...(term === undefined ? {} : { digitalSource: digitalSourceUri(term) }) }
}
