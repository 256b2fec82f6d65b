/**
 * Why a gallery cannot be worked on at all, in a sentence that says what was expected, what was found and what to do. What
 * is wrong with submissions is no error but a list of problems.
 */
export class GalleryError extends Error {
  override readonly name = 'GalleryError'
}
