/** What is used of jsfive, which has no types of its own. */
declare module 'jsfive' {
  /** A group: names of what is in it, and what is there under a name. */
  export class Group {
    readonly keys: readonly string[]
    readonly attrs: Readonly<Record<string, unknown>>
    get(name: string): Group | Dataset | null
  }
  /** An array of numbers. */
  export class Dataset {
    readonly shape: readonly number[]
    /** NumPy's name of the element type, `<f4`. */
    readonly dtype: unknown
    readonly value: ArrayLike<unknown>
  }
  /** A file, which is its root group. Throws errors and bare texts when bytes are not HDF5. */
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string)
  }
}
