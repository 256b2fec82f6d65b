/**
 * Characters that are not what they seem. Submissions come from strangers and are shown to reviewers in terminals, logs and
 * pages: what cannot be seen must neither get in nor be printed as it is (Boucher and Anderson, "Trojan Source", 2021).
 */

/**
 * Controls, formats (bidirectional marks, zero-width, tags), private use, lone surrogates, line and paragraph separators,
 * but for the two joiners, which emoji and several scripts need.
 */
const unseen = /(?![\u{200c}\u{200d}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u
const eachUnseen = new RegExp(unseen.source, 'gu')

/** Unicode's names of those that people meet. */
const names: Readonly<Record<number, string>> = {
  0x00: 'null character',
  0x09: 'tab',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0xad: 'soft hyphen',
  0x200b: 'zero-width space',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0x2060: 'word joiner',
  0xfeff: 'byte order mark',
}

/** A character that cannot be seen. */
export interface Unseen {
  /** How it is called: `U+202E (right-to-left override)`. */
  readonly name: string
  /** Where it stands, counted from 1. */
  readonly column: number
}

/** The first character of a line that cannot be seen, if there is one. */
export function findUnseen(text: string): Unseen | undefined {
  const match = unseen.exec(text)
  if (match === null) return undefined
  const code = match[0].codePointAt(0)!
  const known = names[code]
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return { name: known === undefined ? number : `${number} (${known})`, column: match.index + 1 }
}

/** The text with all that cannot be seen written out: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(eachUnseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}

/** The text in quotation marks, visible, and cut off after 80 characters. */
export function quoted(text: string): string {
  const shown = visible(text)
  return `"${shown.length > 80 ? `${shown.slice(0, 79)}…` : shown}"`
}
