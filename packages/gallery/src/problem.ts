/** What is wrong with a submission: where, what, and how to mend it. */
import { visible } from './characters.ts'

/** All codes of problems, and what each is about. They are kept from version to version. */
export const problemCodes = {
  'not-utf8': 'a text file is not UTF-8',
  'byte-order-mark': 'a text file begins with a byte order mark',
  'text-size': 'a text file is longer than the gallery takes',
  'missing-delimiter': 'the front matter has no line "---" before or after it',
  'inexact-delimiter': 'a delimiter is nearly "---"',
  'front-matter-size': 'the front matter is longer than is read',
  'yaml-syntax': 'it is not YAML',
  'yaml-alias': 'YAML with anchors or aliases',
  'yaml-tag': 'YAML with tags or directives',
  'yaml-depth': 'YAML nested too deeply',
  'duplicate-key': 'a key is given twice',
  'unknown-key': 'a key that the gallery does not know',
  'missing-key': 'a key that is needed is not there',
  'wrong-type': 'a value of another kind than its key takes',
  'wrong-value': 'a value that its key does not take',
  'hidden-character': 'a character that cannot be seen',
  html: 'HTML where there is none',
  date: 'a date that is not one, or not written as one',
  uid: 'a file name that is no uid',
  'uid-taken': 'two works with one uid',
  year: 'a work in another year than its own',
  category: 'a category that the gallery does not have',
  license: 'a licence that is not one, or that the gallery does not take',
  'license-remix': 'a licence and a consent that contradict each other',
  'license-parent': 'a licence that a parent’s licence does not allow',
  'parent-no-derivatives': 'a work made from one that may not be changed',
  'parent-no-remix': 'a work made from one whose author does not consent',
  parent: 'a parent or guide that is not there, is later, or leads in a circle',
  'alt-text': 'a description that describes nothing',
  link: 'a link that is not http or https, or a picture from elsewhere',
  'path-traversal': 'a path that leads elsewhere',
  'image-name': 'a picture that is not called as its work',
  'missing-image': 'a work without its picture',
  'missing-text': 'a picture without its work',
  'stray-file': 'a file that is no part of a work',
  symlink: 'a symbolic link',
  'special-file': 'a pipe, a socket or a device',
  unreadable: 'a file that cannot be read',
  'picture-bytes': 'a picture of more bytes than the gallery takes',
  'picture-size': 'a picture of more or fewer pixels than the gallery takes',
  svg: 'a drawing that can hold scripts',
  'not-a-picture': 'a file that is no picture',
  format: 'a format that the gallery does not take',
  extension: 'a file name that ends in another format than the file has',
  'damaged-picture': 'a picture that is cut off or cannot be decoded',
  'trailing-data': 'something after the end of a picture',
  'hidden-content': 'a page, a script, an archive or a program inside a picture',
  'metadata-bomb': 'compressed metadata that fills the memory',
  'private-metadata': 'a picture that tells more of a person than it should',
  duplicate: 'a picture that is there already',
  'near-duplicate': 'a picture that looks like one that is there',
  media: 'a file that its plug-in makes no picture of',
  generator: 'a file that a generator could not make',
  decision: 'a decision that is not the gallery’s own, or of another work',
  rule: 'a rule of the gallery’s own (a plug-in)',
} as const

/** A code of `problemCodes`. */
export type ProblemCode = keyof typeof problemCodes

/** Something wrong, in one place. */
export interface Problem {
  /** Path from the gallery’s folder, with slashes. */
  readonly file: string
  /** Counted from 1; 1 for what has no lines. */
  readonly line: number
  readonly code: ProblemCode
  /** What was expected and what was found, in a sentence. */
  readonly message: string
  /** What to do, in a sentence. */
  readonly fix: string
}

/** A problem of a file that is known already. */
export type Fault = Omit<Problem, 'file'>

/** A problem that is safe to print: what strangers wrote is in it, and cannot steer a terminal or a log. */
export function printable(problem: Problem): Problem {
  const { file, line, code, message, fix } = problem
  return { file: visible(file), line, code, message: visible(message), fix: visible(fix) }
}

/** By file, then line, then code; each once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const each = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return [...each.values()].toSorted(
    (one, other) => compareText(one.file, other.file) || one.line - other.line || compareText(one.code, other.code),
  )
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
