/**
 * A work's Markdown: a line `---`, YAML, a line `---`, a text. The delimiters are exact. What is nearly one (`--- ` with a
 * space, which Jekyll took in silence and never published) is told as that, and the rest is read nevertheless, so that
 * all problems come at once.
 */
import { findUnseen, quoted } from '../characters.ts'
import type { Fault } from '../problem.ts'

/** The two parts of a work's Markdown. */
export interface Parts {
  readonly yaml: string
  /** The line of the file on which the YAML begins. */
  readonly yamlLine: number
  readonly body: string
  /** The line of the file on which the text begins. */
  readonly bodyLine: number
}

/** The longest front matter, in bytes. */
const mostFrontMatter = 16_384

const delimiter = '---'

/** Three or more dashes of any kind, with anything invisible around them: what an editor makes of `---`. */
const nearly = /^[\s\p{Cf}]*(?:[-\u{2010}-\u{2015}\u{2212}]{3,}|[\u{2014}\u{2013}]-?)[\s\p{Cf}]*$/u

/** Divides a work's Markdown. */
export function splitFrontMatter(text: string): { parts?: Parts; faults: Fault[] } {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.trim() !== '')
  if (start < 0) return { faults: [missing(1, 'The file is empty.')] }
  const first = lines[start]!
  if (!nearly.test(first))
    return {
      faults: [missing(start + 1, `The file begins with ${quoted(first)}, and its first line has to be "---".`)],
    }
  const faults: Fault[] = []
  if (start > 0)
    faults.push({
      line: 1,
      code: 'inexact-delimiter',
      message: `${start} empty lines stand before the first "---".`,
      fix: 'Remove them: "---" is the first line of the file.',
    })
  if (first !== delimiter) faults.push(inexact(first, start + 1))
  const end = lines.findIndex((line, index) => index > start && nearly.test(line))
  if (end < 0)
    return {
      faults: [
        ...faults,
        missing(lines.length, 'The front matter does not end: no second line "---" follows the first.'),
      ],
    }
  if (lines[end] !== delimiter) faults.push(inexact(lines[end]!, end + 1))
  const yaml = lines.slice(start + 1, end).join('\n')
  const bytes = Buffer.byteLength(yaml)
  if (bytes > mostFrontMatter)
    return {
      faults: [
        ...faults,
        {
          line: start + 1,
          code: 'front-matter-size',
          message: `The front matter has ${bytes} bytes, and at most ${mostFrontMatter} are read.`,
          fix: 'Shorten it; what is long belongs into the text below it.',
        },
      ],
    }
  return {
    parts: { yaml, yamlLine: start + 2, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 },
    faults,
  }
}

function missing(line: number, message: string): Fault {
  return {
    line,
    code: 'missing-delimiter',
    message: `${message} Without both delimiters a work is never published.`,
    fix: 'Put a line with exactly "---" before the first key and another one after the last.',
  }
}

function inexact(found: string, line: number): Fault {
  const unseen = findUnseen(found)
  const why =
    unseen !== undefined
      ? `holds ${unseen.name}`
      : found.trimEnd() === delimiter
        ? 'ends with spaces'
        : 'has other dashes or spaces'
  return {
    line,
    code: 'inexact-delimiter',
    message: `The line ${quoted(found)} ${why}, and a delimiter is exactly "---".`,
    fix: 'Write three hyphens and nothing else on the line.',
  }
}
