/** A model, a card or a request for one that cannot be worked with; the message says what to do. */
export class ModelError extends Error {
  override name = 'ModelError'
}
