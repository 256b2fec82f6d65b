/** A set of pictures as a table, with what credits need. */
import Papa from 'papaparse'
import type { MapModel } from '../model.ts'

const columns = ['id', 'title', 'author', 'license', 'link', 'year', 'tags', 'path'] as const

/** CSV with a head, a line a picture; what a spreadsheet would run as a formula is kept from it. @throws Error when details cannot be had */
export async function setTable(model: MapModel, rows: readonly number[]): Promise<string> {
  const { catalogue } = model
  const lines: Record<(typeof columns)[number], string>[] = []
  for (const row of rows) {
    const { link, path } = await model.source.detail(row)
    const tags = catalogue.tags.items.subarray(catalogue.tags.starts[row], catalogue.tags.starts[row + 1])
    lines.push({
      id: catalogue.ids[row]!,
      title: catalogue.titles[row]!,
      author: catalogue.authors.values[catalogue.authors.of[row]!] ?? '',
      license: catalogue.licenses.values[catalogue.licenses.of[row]!] ?? '',
      link,
      year: catalogue.years[row] === 0 ? '' : String(catalogue.years[row]),
      tags: Array.from(tags, (tag) => catalogue.tags.values[tag]).join('; '),
      path,
    })
  }
  return Papa.unparse(lines, { columns: [...columns], escapeFormulae: true })
}
