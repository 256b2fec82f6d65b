/** A credit sheet: title, author, where it is from and the licence of every piece in a collage. */
import type { Recipe } from '@reverie/recipe'
import { InstrumentError } from '../instrument.ts'
import { decodeArrangement, decodeCredit, type Credit } from './arrangement.ts'
import { readCollageEdits } from './edits.ts'

/** A piece and its credit. */
export interface CreditRow extends Credit {
  readonly id: string
  /** File name. */
  readonly name: string
}

/** How a sheet can be written. */
export const creditFormats = ['txt', 'md', 'csv', 'html'] as const
/** One of those. */
export type CreditFormat = (typeof creditFormats)[number]

/**
 * The credits of the pieces that are in a collage, those more like the first one first.
 * @throws InstrumentError when the recipe is of another instrument, or was not laid out yet
 */
export function creditsOf({
  instrument,
  edits,
  inputs,
}: Pick<Recipe, 'instrument' | 'edits' | 'inputs'>): CreditRow[] {
  const [first, ...rest] = instrument.name === 'collage' ? readCollageEdits(edits) : []
  if (first?.type !== 'arrange')
    throw new InstrumentError('Credits are of collages that were laid out, and this is none.')
  const names = new Map((inputs['pieces'] ?? []).map(({ sha256, name }) => [sha256.slice(0, 16), name]))
  const ids = [...names.keys()]
  const rows = new Map(
    decodeArrangement(first).pieces.map(({ credit }, at) => [
      ids[at] ?? '',
      { ...credit, id: ids[at] ?? '', name: names.get(ids[at] ?? '') ?? '' },
    ]),
  )
  for (const edit of rest) {
    if (edit.type === 'remove') rows.delete(edit.piece)
    if (edit.type === 'swap') {
      rows.delete(edit.piece)
      rows.set(edit.by, { ...decodeCredit(edit.credit), id: edit.by, name: names.get(edit.by) ?? '' })
    }
  }
  return [...rows.values()]
}

/** Writes a sheet. @param title its heading */
export function creditSheet(rows: readonly CreditRow[], format: CreditFormat, title: string): string {
  return writers[format](rows, title)
}

type Writer = (rows: readonly CreditRow[], title: string) => string

const writers: Readonly<Record<CreditFormat, Writer>> = {
  txt: (rows, title) =>
    `${title}\n\n${together(rows)
      .map((row, at) => `${at + 1}. ${titleOf(row)}${byAndLicence(row)}.${row.link === '' ? '' : ` ${row.link}`}\n`)
      .join('')}`,
  md: (rows, title) =>
    `# ${inMarkdown(title)}\n\n${together(rows)
      .map((row) => {
        const named = inMarkdown(titleOf(row))
        const linked = isAddress(row.link) ? `[${named}](<${row.link.replaceAll('>', '%3E')}>)` : named
        return `1. ${linked}${inMarkdown(byAndLicence(row))}\n`
      })
      .join('')}`,
  csv: (rows) =>
    [
      ['id', 'file', 'title', 'author', 'link', 'licence'],
      ...rows.map(({ id, name, title, author, link, license }) => [id, name, title, author, link, license]),
    ]
      .map((row) => `${row.map(inCsv).join(',')}\r\n`)
      .join(''),
  html: (rows, title) =>
    `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${inHtml(title)}</title>\n<h1>${inHtml(title)}</h1>\n<ol>\n${together(
      rows,
    )
      .map((row) => {
        const named = inHtml(titleOf(row))
        const linked = isAddress(row.link) ? `<a href="${inHtml(row.link)}">${named}</a>` : named
        return `<li>${linked}${inHtml(byAndLicence(row))}</li>\n`
      })
      .join('')}</ol>\n</html>\n`,
}

interface Line extends CreditRow {
  /** How many pieces it is of. */
  readonly count: number
}

/** Pieces of which the same is to be said, in one line: a set of hundreds of icons has one author and one title. */
function together(rows: readonly CreditRow[]): Line[] {
  const lines = new Map<string, Line>()
  for (const row of rows) {
    const key = JSON.stringify([titleOf(row), row.author, row.license, row.link])
    lines.set(key, { ...row, ...lines.get(key), count: (lines.get(key)?.count ?? 0) + 1 })
  }
  return [...lines.values()]
}

function titleOf({ title, name, id }: CreditRow): string {
  return title || name || id
}

function byAndLicence({ author, license, count }: Line): string {
  const by = author === '' ? '' : ` by ${author}`
  return `${by}, ${license === '' ? 'licence unknown' : license}${count === 1 ? '' : ` (${count} pieces)`}`
}

/** Only addresses of the web become links. */
function isAddress(link: string): boolean {
  return /^https?:\/\//i.test(link)
}

function inMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, (character) => `\\${character}`).replace(/\s+/g, ' ')
}

/** Spreadsheets take what begins with these for a formula; a quote before it keeps it a text. */
function inCsv(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
