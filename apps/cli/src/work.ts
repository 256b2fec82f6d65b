/** Works: files that hold a recipe. When two recipes make the same work. */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { decodeFilm, frameName, kindOfFilm } from '@reverie/film/node'
import { readBytes } from '@reverie/image/node'
import type { Size } from '@reverie/instruments'
import { extractRecipe, recipeFromText, type Recipe } from '@reverie/recipe'
import { readRecipe as recipeOfFile } from '@reverie/recipe/node'

/** What decides how a work looks; the machine that made it and the names of its inputs do not. */
export interface Making extends Pick<Recipe, 'instrument' | 'parameters' | 'seed' | 'edits' | 'models'> {
  readonly inputs: Readonly<Record<string, readonly { readonly sha256: string }[]>>
  readonly output: Pick<Recipe['output'], 'kind' | 'format' | 'quality' | 'depth' | 'dpi'>
}

/** SHA-256 of what makes a work. Two recipes with the same hash make the same work. */
export function makingHash({ instrument, parameters, seed, edits, inputs, models, output }: Making): string {
  const hashes = Object.entries(inputs).map(([port, list]) => [port, list.map(({ sha256 }) => sha256)])
  const { kind, format, quality, depth, dpi } = output
  const making = {
    instrument,
    parameters,
    seed,
    edits,
    inputs: Object.fromEntries(hashes),
    models,
    output: { kind, format, quality, depth, dpi },
  }
  return createHash('sha256').update(canonical(making)).digest('hex')
}

/** JSON with sorted keys and without what is undefined. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  entries.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}

/**
 * The recipe of a picture, a film, a folder of frames, or a file that is a recipe.
 *
 * @throws Error when there is no such file, it cannot be read, or it holds no recipe.
 */
export async function readRecipe(path: string): Promise<Recipe> {
  const recipe = await findRecipe(path)
  if (recipe !== undefined) return recipe
  throw new Error(
    `"${basename(path)}" holds no recipe, so it cannot be told what made it. Works of Reverie hold one, unless another program saved them again.`,
  )
}

/** As `readRecipe`, and `undefined` when the file is there but holds no recipe. */
async function findRecipe(path: string): Promise<Recipe | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory() === true) return recipeOfFile(join(path, frameName(0)))
  if (/\.json$/i.test(path)) return ofJson(await readBytes(path))
  if (found !== undefined && (await kindOfFilm(path)) === 'video') return (await decodeFilm(path)).recipe
  return recipeOfFile(path)
}

/** The recipe that a JSON file holds, or is. */
function ofJson(bytes: Uint8Array): Recipe {
  return extractRecipe(bytes) ?? recipeFromText(new TextDecoder().decode(bytes))
}

/**
 * The recipe of the file at `path` when it is the work that `making` makes, else `undefined`; also when it cannot be read.
 *
 * @param size what the work has to measure: `render --size` makes works that no parameter tells apart.
 */
export async function findMade(path: string, making: Making, size: Size): Promise<Recipe | undefined> {
  const recipe = await findRecipe(path).catch(() => undefined)
  if (recipe === undefined || makingHash(recipe) !== makingHash(making)) return undefined
  const { width, height } = recipe.output
  return size.width === width && size.height === height ? recipe : undefined
}
