/** The kinds of values that front matter holds. Each says what is wrong with a value and how it is written. */
import { findUnseen, quoted } from '../characters.ts'
import type { Verdict } from '../yaml/faults-of.ts'

/** Uids: what a work is called in addresses, file names and by other works. */
const uidPattern = /^[a-z0-9][a-z0-9_-]{0,79}$/

/** Names that a system keeps for devices. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** What is wrong with a uid. */
export function judgeUid(uid: string): Verdict | undefined {
  if (uidPattern.test(uid) && !devices.test(uid)) return undefined
  const unseen = findUnseen(uid)
  return {
    code: 'uid',
    message: `${quoted(uid)} is no uid${unseen === undefined ? '' : `: it holds ${unseen.name}`}. A uid has 1 to 80 letters a–z, digits, "-" and "_", begins with a letter or digit, and is no device’s name.`,
    fix: `Rename it, for example to "${suggestUid(uid)}".`,
  }
}

/** A uid that is near to a text. */
export function suggestUid(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
  return plain === '' || devices.test(plain) ? 'a-name-of-its-own' : plain
}

/** What is wrong with one line of text that people read. */
export function judgeLine(longest: number): (text: string) => Verdict | undefined {
  return (text) => {
    const unseen = findUnseen(text.replaceAll('\n', ' '))
    if (unseen !== undefined) return hidden(unseen.name, unseen.column)
    if (text.includes('\n'))
      return wrong(`it has ${text.split('\n').length} lines, and one is taken.`, 'Write it on one line.')
    if (text.trim() === '') return wrong('it is empty.', 'Write something, or leave the key out if it is optional.')
    if (text !== text.trim()) return wrong('it begins or ends with spaces.', 'Remove them.')
    if (text.length > longest)
      return wrong(`it has ${text.length} characters, and at most ${longest} are taken.`, 'Shorten it.')
    if (/\p{M}{5,}/u.test(text))
      return { code: 'hidden-character', message: 'a letter carries more than four accents.', fix: 'Remove them.' }
    const markup = /<[a-z!/?][^>]{0,40}>?|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});/i.exec(text)
    if (markup !== null)
      return {
        code: 'html',
        message: `${quoted(markup[0])} is HTML, and this is shown as plain text.`,
        fix: 'Write it without "<" and "&…;".',
      }
    return undefined
  }
}

/** The verdict on a character that cannot be seen. */
const hidden = (name: string, column: number): Verdict => ({
  code: 'hidden-character',
  message: `its character ${column} is ${name}, which cannot be seen.`,
  fix: 'Delete the value and type it again, rather than paste it.',
})

const wrong = (message: string, fix: string): Verdict => ({ code: 'wrong-value', message, fix })

/** A date of front matter: a day, or a second of it in UTC or with its distance from it. */
const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?: ?(Z|[+-]\d{2}:\d{2}))?)?$/

/**
 * When a date of front matter is, in milliseconds since 1970.
 * @returns undefined when it is not written as one, or there is no such day
 */
export function parseDate(text: string): number | undefined {
  const match = datePattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  // Date.parse takes the 30th of February for the 1st of March.
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  return Number.isNaN(time) || !real ? undefined : time
}

/** What is wrong with a date. */
export function judgeDate(text: string): Verdict | undefined {
  const unseen = findUnseen(text)
  if (unseen !== undefined) return hidden(unseen.name, unseen.column)
  if (parseDate(text) !== undefined) return undefined
  const wish = mendDate(text)
  if (datePattern.test(text))
    return { code: 'date', message: `there is no ${quoted(text)}.`, fix: 'Write a day that there is.' }
  const why = /^\S+[ T]\d{1,2}:\d{2}$/.test(text)
    ? 'lacks the seconds'
    : /[ T]\d:\d{2}/.test(text)
      ? 'has an hour of one digit'
      : 'is not written as a date'
  return {
    code: 'date',
    message: `${quoted(text)} ${why}.`,
    fix: `Write date: ${wish ?? '2026-03-21'} (or with the time: 2026-03-21 14:05:00).`,
  }
}

/** A date as it should be written, of what people write: without seconds, with one digit, with slashes. */
export function mendDate(text: string): string | undefined {
  const match =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/.exec(
      text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').trim(),
    )
  if (match === null) return undefined
  const two = (digits = '0'): string => digits.padStart(2, '0')
  const [, year, month, day, hour, minute, second, zone = ''] = match
  const time =
    hour === undefined ? '' : ` ${two(hour)}:${two(minute)}:${two(second)}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`
  const mended = `${year}-${two(month)}-${two(day)}${time}`
  return parseDate(mended) === undefined ? undefined : mended
}

/** What is wrong with an address that becomes a link. Nothing is fetched. */
export function judgeLink(text: string): Verdict | undefined {
  const unseen = findUnseen(text)
  if (unseen !== undefined) return hidden(unseen.name, unseen.column)
  const url = URL.canParse(text) ? new URL(text) : undefined
  const good =
    url !== undefined &&
    /^https?:\/\/[^\s/]/i.test(text) &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    text.length <= 2000 &&
    !/[\s"'<>`\\]/.test(text)
  if (good) return undefined
  return {
    code: 'link',
    message: `${quoted(text)} is no address that begins with https:// or http:// and holds no name, password, space or quotation mark.`,
    fix: 'Write the whole address of a page, for example https://example.org/ada.',
  }
}
