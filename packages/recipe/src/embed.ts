/**
 * Recipes in files. The format is told by the file's first bytes, never by its name; pixels, frames and other metadata
 * stay as they are, byte for byte; of XMP a file has one packet at most, and a recipe's takes the place of another.
 */
import type { Container } from './container.ts'
import { gif } from './containers/gif.ts'
import { heif } from './containers/heif.ts'
import { jpeg } from './containers/jpeg.ts'
import { json } from './containers/json.ts'
import { mp4 } from './containers/mp4.ts'
import { onnx } from './containers/onnx.ts'
import { pdf } from './containers/pdf.ts'
import { png, recipeChunks } from './containers/png.ts'
import { shader } from './containers/shader.ts'
import { svg } from './containers/svg.ts'
import { tiff } from './containers/tiff.ts'
import { webm } from './containers/webm.ts'
import { webp } from './containers/webp.ts'
import { contentOf } from './content.ts'
import { RecipeError } from './error.ts'
import { recipeFromText } from './parse.ts'
import type { Recipe } from './schema.ts'

/** Pictures and films in the order of sentences; `mp4` comes after `heif`, since both begin with `ftyp`. */
const media: readonly Container[] = [png, jpeg, webp, heif, gif, tiff, mp4, webm]

/** Drawings, networks and programs. `json` and `onnx` come last: the least tells them. */
const documents: readonly Container[] = [svg, pdf, shader, json, onnx]

/**
 * The file with the recipe in it, in place of any that it had.
 * @param bytes a whole PNG, JPEG, WebP, AVIF, GIF, TIFF, MP4 or WebM file, an SVG, a PDF, a shader, a JSON object or an ONNX model
 * @throws RecipeError when the format carries no recipe, the file is damaged, or the recipe is not valid
 */
export function embedRecipe(bytes: Uint8Array, recipe: Recipe): Uint8Array {
  const container = containerOf(bytes)
  if (container === undefined)
    throw new RecipeError(
      `A recipe goes into a ${titles(media)} file, and these ${bytes.length} bytes are none: ` +
        `choose one of these formats (or of ${titles(documents)}).`,
    )
  return container.embed(bytes, contentOf(recipe))
}

/**
 * The chunks that hold a recipe in a PNG, for an encoder that writes one piece by piece: they belong before the pixels,
 * where they are found without reading them.
 * @throws RecipeError when the recipe is not valid
 */
export function pngRecipeChunks(recipe: Recipe): Uint8Array {
  return recipeChunks(contentOf(recipe))
}

/**
 * The recipe of a work, or undefined when the file has none (or is of a format that carries none).
 * @throws RecipeError when the file has a recipe that is damaged, not valid or too new
 */
export function extractRecipe(bytes: Uint8Array): Recipe | undefined {
  const text = containerOf(bytes)?.extract(bytes)
  return text === undefined ? undefined : recipeFromText(text)
}

function titles(containers: readonly Container[]): string {
  return containers.map(({ title }) => title).join(', ')
}

function containerOf(bytes: Uint8Array): Container | undefined {
  return [...media, ...documents].find((container) => container.matches(bytes))
}
