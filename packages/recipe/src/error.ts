/**
 * What is wrong with a recipe, a work or an input, in a sentence that names the subject, what was expected, what was
 * found and what to do. The only error that this package throws on bad data.
 */
export class RecipeError extends Error {
  override readonly name = 'RecipeError'
}
