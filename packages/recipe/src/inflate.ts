import { Unzlib } from 'fflate'
import { concat } from './bytes.ts'
import { RecipeError } from './error.ts'

/** No recipe is larger; a deflated text that claims to be is an attack on the reader's memory. */
const mostBytes = 64 << 20
const step = 16 << 10

/**
 * Inflates a zlib stream of at most 64 MB, in steps so that a bomb is noticed before it fills the memory.
 * @throws RecipeError when the stream is damaged or too large
 */
export function inflate(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  const found = { total: 0, done: false }
  try {
    const stream = new Unzlib((part, final) => {
      found.total += part.length
      if (found.total <= mostBytes) parts.push(part)
      found.done = final
    })
    for (let at = 0; at < bytes.length && found.total <= mostBytes; at += step)
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length)
  } catch (cause) {
    throw new RecipeError('The recipe in this file is damaged (its text does not inflate): use another copy.', {
      cause,
    })
  }
  if (found.total > mostBytes)
    throw new RecipeError(
      `The recipe in this file inflates to more than ${mostBytes >> 20} MB: it is not one of Reverie's.`,
    )
  if (!found.done) throw new RecipeError('The recipe in this file is cut off: use another copy.')
  return concat(parts)
}
