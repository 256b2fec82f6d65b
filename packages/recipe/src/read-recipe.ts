/**
 * The recipe of a file that may be larger than the memory. Of a PNG only the heads of its chunks are read and those
 * chunks that can hold a recipe; of other formats, all.
 */
import { concat, readNumber, textAt } from './bytes.ts'
import { holdsRecipe, png } from './containers/png.ts'
import { extractRecipe } from './embed.ts'
import type { Recipe } from './schema.ts'

/** A file of which parts can be read. */
export interface Source {
  /** In bytes. */
  readonly size: number
  /** `length` bytes from `start`, fewer at the end. */
  read(start: number, length: number): Promise<Uint8Array>
}

/** Length of the signature, and of a chunk's length and type. */
const headBytes = 8
/** Length, type and checksum of a chunk. */
const chunkFrame = 12
/** No recipe is larger (`inflate.ts`). */
const mostText = 64 << 20

/** As `extractRecipe`. @throws RecipeError as that does, and what `source` throws */
export async function recipeOf(source: Source): Promise<Recipe | undefined> {
  const signature = await source.read(0, headBytes)
  if (!png.matches(signature)) return extractRecipe(await source.read(0, source.size))
  const parts = [signature]
  for (let at = headBytes; at + chunkFrame <= source.size;) {
    const head = await source.read(at, headBytes)
    const size = readNumber(head, 0, 4) + chunkFrame
    if (textAt(head, 4, 4) === 'iTXt' && size <= mostText) {
      const chunk = await source.read(at, size)
      parts.push(chunk)
      // Reverie's own stands before the pixels, and goes over any other: then the rest need not be looked through.
      if (holdsRecipe(chunk)) break
    }
    at += size
  }
  return extractRecipe(concat(parts))
}
