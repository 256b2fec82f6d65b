import { open } from 'node:fs/promises'
import { RecipeError } from './error.ts'
import { recipeOf } from './read-recipe.ts'
import type { Recipe } from './schema.ts'

/**
 * The recipe of a work on the disk, or undefined when it has none. Of a PNG, however large, little is read.
 * @throws RecipeError when the file is missing, a folder or not readable, and when its recipe is damaged, not valid or too new
 */
export async function readRecipe(path: string): Promise<Recipe | undefined> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new RecipeError(sentenceOf(path, cause), { cause })
  })
  try {
    const found = await file.stat()
    if (found.isDirectory()) throw new RecipeError(`"${path}" is a folder: give a file in it.`)
    return await recipeOf({
      size: found.size,
      read: async (start, length) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, found.size - start)))
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
        return bytes.subarray(0, bytesRead)
      },
    })
  } finally {
    await file.close()
  }
}

function sentenceOf(path: string, { code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no file "${path}": check the name.`
  if (code === 'EACCES' || code === 'EPERM') return `"${path}" may not be read: check its permissions.`
  return `"${path}" cannot be read (${code}).`
}
