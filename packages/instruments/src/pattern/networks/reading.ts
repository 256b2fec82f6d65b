/** What is read, and what the reader is told of it that no file says. */
import { InstrumentError, type InputFile } from '../../instrument.ts'
import type { Activation, Feature } from '../network.ts'

/** A file in memory. */
export type NetworkFile = Pick<InputFile, 'bytes' | 'name'>

/** Whose habits hold where a file is silent (README.md has the table). */
export type NetworkPreset = 'netart' | 'cppn-tensorflow' | 'lucid'

/** What no file says, or what is to be taken otherwise. */
export interface ReadNetworkOptions {
  /** Default: what is usual in the kind of file. */
  readonly preset?: NetworkPreset
  /** What the inputs stand for, in order. Default: by their number, as the preset has them. */
  readonly features?: readonly Feature[]
  /** Activation of all layers but the last, of files that hold bare matrices. Default: the preset's. */
  readonly activation?: Activation
  /** Activation of the last layer; replaces the file's own too. Default for bare matrices: `sigmoid`. */
  readonly outputActivation?: Activation
  /**
   * How matrices lie that may lie either way: `out-in` as PyTorch's, `in-out` as Keras' and NumPy's. Default: what is
   * usual in the kind of file.
   */
  readonly layout?: 'out-in' | 'in-out'
  /** Names of the matrices from first to last, of files whose names do not tell their order. */
  readonly order?: readonly string[]
  /** Names of the outputs, of graphs that have others too. Default: all, one after another. */
  readonly outputs?: readonly string[]
}

/** Refuses with all problems at once, one a line. */
export function refuse(problems: readonly string[]): never {
  throw new InstrumentError([...new Set(problems)].join('\n'))
}
