/** Where inputs are found again by their content, so that a recipe can be rendered on another day or machine. */
export interface InputStore {
  /**
   * Keeps a file.
   * @param name its base name, by which people recognise it
   * @returns its SHA-256
   */
  put(bytes: Uint8Array, name: string): Promise<string>
  /**
   * Finds a file by its SHA-256; its bytes have been checked against it.
   * @param name the base name that the recipe gives, which shortens the search
   */
  get(sha256: string, name?: string): Promise<Uint8Array | undefined>
}
