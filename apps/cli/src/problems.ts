/** What can go wrong, and the exit code that each kind ends with. */
import { nearest } from './nearest.ts'

/** Exit codes of every command. */
export const exitCodes = { success: 0, failure: 1, wrongCall: 2, interrupted: 130, terminated: 143 } as const

/** A call that cannot be meant: unknown options, values out of range, contradictions. All of them at once. */
export class CallError extends Error {
  override readonly name = 'CallError'
  /** A sentence each. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Work that failed although the call was right: one sentence for each input that did. */
export class WorkError extends Error {
  override readonly name = 'WorkError'
  /** A sentence each. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The reason that the signal of an interrupted call carries. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code: number

  constructor(signal: NodeJS.Signals) {
    super(signal === 'SIGINT' ? 'Interrupted.' : 'Ended from outside.')
    this.code = signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated
  }
}

/**
 * A name that is not among the known ones, in a sentence that offers the nearest and lists the others.
 * @param subject what it should be: `preset`.
 */
export function unknownName(subject: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const offer = near === undefined ? '' : ` Did you mean "${near}"?`
  return `There is no ${subject} "${name}".${offer} There are: ${known.join(', ')}.`
}

/** The sentences of an error, without a stack. */
export function sentencesOf(error: unknown): string[] {
  if (error instanceof CallError || error instanceof WorkError) return [...error.problems]
  if (!(error instanceof Error)) return [String(error)]
  // An instrument says all that is wrong with a request, a sentence a line.
  if (error.name === 'InstrumentError') return error.message.split('\n').filter((line) => line.trim() !== '')
  const code = (error as NodeJS.ErrnoException).code
  const path = (error as NodeJS.ErrnoException).path
  const known = code === undefined ? undefined : systemErrors[code]
  if (known !== undefined && path !== undefined) return [known(path)]
  return [error.message.trim().replace(/\s*\n\s*/g, ' ') || 'Something failed without saying what.']
}

const systemErrors: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file "${path}". Check the name and the folder.`,
  EACCES: (path) => `"${path}" may not be read or written by this user. Check its permissions.`,
  EPERM: (path) => `"${path}" may not be changed by this user. Check its permissions.`,
  EEXIST: (path) =>
    `"${path}" is a file; a folder was expected. Choose another name, or one that ends in a format.`,
  EISDIR: (path) => `"${path}" is a folder; a file was expected.`,
  ENOTDIR: (path) => `"${path}" lies in something that is not a folder. Choose another place.`,
  ENOSPC: (path) => `There is no space left to write "${path}". Make room or choose another place.`,
  EROFS: (path) => `"${path}" is on a file system that cannot be written to. Choose another place.`,
}
