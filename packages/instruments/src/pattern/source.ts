import { extractRecipe, RecipeError, type DigitalSourceType } from '@reverie/recipe'
import type { InputFile } from '../instrument.ts'
import type { PatternRequest } from './request.ts'

/**
 * Where a pattern comes from. A network of the seed is chance and formulas. One from a file counts as trained, which most
 * are, unless the file is Reverie's own and says that it was not. With a picture that leads it, a pattern is of several
 * elements; a palette is but a setting.
 */
export function patternSource({ inputs, files }: Pick<PatternRequest, 'inputs' | 'files'>): DigitalSourceType {
  const [file, ...rest] = files?.['network'] ?? []
  const trained = file !== undefined && (rest.length > 0 || !isUntrained(file))
  const led = (inputs['image']?.length ?? 0) > 0
  if (led) return trained ? 'compositeSynthetic' : 'composite'
  return trained ? 'trainedAlgorithmicMedia' : 'algorithmicMedia'
}

function isUntrained({ bytes }: InputFile): boolean {
  try {
    const recipe = extractRecipe(bytes)
    return (
      recipe?.instrument.name === 'pattern' &&
      /^(?:algorithmicMedia|composite)$/.test(recipe.digitalSourceType ?? '')
    )
  } catch (error) {
    if (error instanceof RecipeError) return false
    throw error
  }
}
