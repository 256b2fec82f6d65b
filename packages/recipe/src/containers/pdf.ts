/**
 * PDF: XMP as the catalog's metadata stream, where readers look for it, in an update at the file's end (ISO 32000-1,
 * 7.5.6): the bytes before it stay as they are. The update's trailer says in `/Reverie` where it begins, so that another
 * recipe can take its place. Files whose cross-references are streams are refused: this project writes tables.
 */
import { concat, fromUtf8, hasText, latin1, textAt } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'

/** Bytes at the end within which the last cross-references are named. */
const tail = 1024

export const pdf: Container = {
  title: 'PDF',
  matches: (bytes) => hasText(bytes, 0, '%PDF-'),
  embed: (bytes, content) => {
    const plain = withoutRecipe(bytes)
    const { references, trailer, table } = readTrailer(plain) ?? fail()
    const root = Number(/\/Root\s+(\d+)\s+0\s+R/.exec(trailer)?.[1] ?? fail())
    const size = Number(/\/Size\s+(\d+)/.exec(trailer)?.[1] ?? fail())
    const catalog = objectAt(plain, offsetOf(table, root) ?? fail(), root)
    const packet = xmpPacket(xmpElement(content))
    const start = plain.length
    const stream = concat([
      latin1(`\n${size} 0 obj\n<</Type/Metadata/Subtype/XML/Length ${packet.length}>>\nstream\n`),
      packet,
      latin1('\nendstream\nendobj\n'),
    ])
    const rootAt = start + stream.length
    const updated = catalog.replace(/\/Metadata\s+\d+\s+0\s+R/, '').replace(/<</, `<</Metadata ${size} 0 R`)
    const object = latin1(`${root} 0 obj\n${updated}\nendobj\n`)
    const kept = ['Info', 'ID'].flatMap((key) => entryOf(trailer, key))
    const end = latin1(
      `xref\n${root} 1\n${tenDigits(rootAt)} 00000 n \n${size} 1\n${tenDigits(start + 1)} 00000 n \n` +
        `trailer\n<</Size ${size + 1}/Root ${root} 0 R/Prev ${references}${kept.join('')}/Reverie ${start}>>\n` +
        `startxref\n${rootAt + object.length}\n%%EOF\n`,
    )
    return concat([plain, stream, object, end])
  },
  extract: (bytes) => {
    const start = updateStart(bytes)
    return start === undefined ? undefined : textOfXmp(bytes.subarray(start))
  },
}

function withoutRecipe(bytes: Uint8Array): Uint8Array {
  const start = updateStart(bytes)
  return start === undefined ? bytes : bytes.subarray(0, start)
}

/** Where the update with a recipe begins. */
function updateStart(bytes: Uint8Array): number | undefined {
  const found = /\/Reverie (\d+)>>/.exec(readTrailer(bytes)?.trailer ?? '')
  return found === null ? undefined : Number(found[1])
}

interface Trailer {
  /** Where the cross-references are. */
  readonly references: number
  /** The cross-references' text. */
  readonly table: string
  readonly trailer: string
}

function readTrailer(bytes: Uint8Array): Trailer | undefined {
  const from = Math.max(0, bytes.length - tail)
  const named = [...textAt(bytes, from, tail).matchAll(/startxref\s+(\d+)/g)].at(-1)
  if (named === undefined) return undefined
  const references = Number(named[1])
  const whole = fromUtf8(bytes.subarray(references))
  const at = whole.startsWith('xref') ? whole.indexOf('trailer') : -1
  return at < 0 ? undefined : { references, table: whole.slice(0, at), trailer: whole.slice(at) }
}

/** Sections of a table: the first number and how many, then a line each. */
function offsetOf(table: string, wanted: number): number | undefined {
  const lines = table.split(/\r\n|\n|\r/).map((line) => line.trim())
  let next = Number.NaN
  for (const line of lines) {
    const section = /^(\d+) (\d+)$/.exec(line)
    if (section !== null) next = Number(section[1])
    else if (/^\d{10} \d{5} [nf]$/.test(line)) {
      if (next === wanted) return Number(line.slice(0, 10))
      next++
    }
  }
  return undefined
}

/** What stands between `obj` and `endobj`, of an object that is no stream. */
function objectAt(bytes: Uint8Array, offset: number, number: number): string {
  const length = 65_536
  const text = textAt(bytes, offset, Math.min(length, bytes.length - offset))
  const found = new RegExp(`^\\s*${number}\\s+0\\s+obj([\\s\\S]*?)endobj`).exec(text)
  return found?.[1]?.trim() ?? fail()
}

/** `/Info 1 0 R` or `/ID [<…> <…>]` as the trailer has it. */
function entryOf(trailer: string, key: string): string[] {
  const found = new RegExp(`/${key}\\s*(\\d+\\s+\\d+\\s+R|\\[[^\\]]*\\])`).exec(trailer)
  return found === null ? [] : [`/${key} ${found[1]}`]
}

function tenDigits(offset: number): string {
  return String(offset).padStart(10, '0')
}

function fail(): never {
  throw new RecipeError(
    'The PDF has no table of cross-references that a recipe could be added to: write it again by Reverie.',
  )
}
