/** What goes into a file. */
export interface Content {
  /** The recipe's text. */
  readonly text: string
  /** The address of the term that says where the work comes from; formats with XMP tell it there. */
  readonly digitalSource?: string | undefined
}

/**
 * A file format that can carry a recipe. Each format has one file in `containers/`, all with this shape; they work on
 * bytes alone, so that they run anywhere and never touch a pixel.
 */
export interface Container {
  /** The format's name in sentences. */
  readonly title: string
  /** Whether the bytes begin like a file of this format. */
  matches(bytes: Uint8Array): boolean
  /**
   * The file with the content in place of any that it had.
   * @throws RecipeError when the file's structure cannot be followed
   */
  embed(bytes: Uint8Array, content: Content): Uint8Array
  /**
   * The text of the file's recipe, or undefined when it has none. Damage elsewhere in the file is no concern of it.
   * @throws RecipeError when there is a recipe and it is damaged
   */
  extract(bytes: Uint8Array): string | undefined
}
