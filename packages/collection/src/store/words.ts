/** What is said of a piece in words, and which of it a person has set by hand. */
export interface Words {
  readonly id: string
  readonly title: string
  readonly author: string
  readonly link: string
  readonly license: string
  readonly tags: readonly string[]
  readonly year: number | null
  /** Names of the fields that were set by hand. */
  readonly edited: readonly string[]
}
