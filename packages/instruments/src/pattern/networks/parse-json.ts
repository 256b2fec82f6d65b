/**
 * JSON from strangers. JSON.parse lets three things pass that a network's file must not have: keys that stand twice in one
 * object (all but the last would be dropped unseen), `__proto__`, and nesting so deep that whatever walks the result runs out of
 * stack. The text is scanned for them first.
 */
import { InstrumentError } from '../../instrument.ts'

/** A topology of a hundred nested models is still below this. */
const DEEPEST = 256
/** Text of numbers; ten million of them take about this much. */
const LONGEST = 2 ** 27

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Parses JSON in UTF-8.
 * @param subject how messages name it: `"model.json"`
 * @throws InstrumentError when it is not JSON, too long, nested too deep, or has a key twice.
 */
export function parseJson(bytes: Uint8Array, subject: string): unknown {
  if (bytes.length > LONGEST) {
    throw new InstrumentError(`${subject} has ${bytes.length} bytes of JSON; at most ${LONGEST} are read.`)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InstrumentError(`${subject} is not JSON: it is not text in UTF-8. Fetch or save it again.`)
  }
  return parseJsonText(text, subject)
}

/** The same of text. */
export function parseJsonText(text: string, subject: string): unknown {
  const problem = problemOf(text)
  if (problem !== undefined) throw new InstrumentError(`${subject} ${problem}`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InstrumentError(
      `${subject} is not whole JSON (${(error as Error).message}). It may be cut short; fetch or save it again.`,
    )
  }
}

/** The keys of one object so far; "0", "1", …, of which there may be millions, are only counted. */
interface Keys {
  next: number
  readonly others: Set<string>
}

/** What JSON.parse would not mind. The text need not be JSON: that is found out later. */
function problemOf(text: string): string | undefined {
  const stack: (Keys | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      stack.push(code === OPEN_BRACE ? { next: 0, others: new Set() } : undefined)
      if (stack.length > DEEPEST) return `is nested more than ${DEEPEST} deep, which no network is.`
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      stack.pop()
    } else if (code === QUOTE) {
      const end = endOfString(text, at)
      const keys = stack.at(-1)
      if (keys !== undefined && isKey(text, end)) {
        const key = keyOf(text.slice(at + 1, end))
        if (key === '__proto__') return 'has a key "__proto__", which no network has.'
        if (!isNew(keys, key))
          return `has the key "${key.slice(0, 80)}" twice in one object. Which one holds cannot be told.`
      }
      at = end
    }
  }
  return undefined
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return text.length
}

/** Whether a colon follows. */
function isKey(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x20) return code === COLON
  }
  return false
}

function keyOf(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}

function isNew(keys: Keys, key: string): boolean {
  const index = /^(0|[1-9]\d{0,14})$/.test(key) ? Number(key) : -1
  if ((index >= 0 && index < keys.next) || keys.others.has(key)) return false
  if (index === keys.next) keys.next++
  else keys.others.add(key)
  return true
}
