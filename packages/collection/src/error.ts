/** What is wrong with a collection or a call, in a sentence for a person. */
export class CollectionError extends Error {
  override readonly name = 'CollectionError'
}
