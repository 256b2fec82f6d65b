/**
 * What is wrong with a picture, in a sentence that names it, says what was expected, what was found and what to do. The
 * only error that this package throws on bad data.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}
