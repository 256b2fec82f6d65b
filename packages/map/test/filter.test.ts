import { syntheticCollection } from '@reverie/testing'
import { beforeAll, expect, test } from 'vitest'
import { facetsOf, type Facet } from '../src/filter/facets.ts'
import { applyChoice, isOpen, noFilter } from '../src/filter/filter.ts'
import { indexWords, matchWords } from '../src/filter/words.ts'
import { catalogueOf, decodeCatalogue, encodeCatalogue, type Catalogue } from '../src/format/catalogue.ts'

let catalogue: Catalogue
let facets: readonly Facet[]

beforeAll(async () => {
  const collection = syntheticCollection({ count: 300 })
  catalogue = catalogueOf(await collection.pieces(), await collection.clusters())
  facets = facetsOf(catalogue)
})

const rows = (shown: Uint8Array): number[] => [...shown.keys()].filter((row) => shown[row] === 1)
const tagged = (row: number): string[] =>
  [...catalogue.tags.items.subarray(catalogue.tags.starts[row], catalogue.tags.starts[row + 1])].map(
    (tag) => catalogue.tags.values[tag]!,
  )

test('OR, AND and NOT of tags', () => {
  const tag = facets.find(({ name }) => name === 'tag')!
  const choose = (choice: Parameters<typeof applyChoice>[2]): number[] => {
    const shown = new Uint8Array(300).fill(1)
    applyChoice(shown, tag, choice)
    return rows(shown)
  }
  const all = Array.from({ length: 300 }, (_, row) => row)
  const has = (row: number, ...tags: string[]): boolean[] => tags.map((one) => tagged(row).includes(one))
  expect(choose({ with: ['star', 'moon'], mode: 'any', without: [] })).toEqual(
    all.filter((row) => has(row, 'star', 'moon').includes(true)),
  )
  expect(choose({ with: ['star', 'red'], mode: 'all', without: [] })).toEqual(
    all.filter((row) => !has(row, 'star', 'red').includes(false)),
  )
  expect(choose({ with: ['star'], mode: 'any', without: ['red', 'blue'] })).toEqual(
    all.filter((row) => has(row, 'star')[0] && !has(row, 'red', 'blue').includes(true)),
  )
  expect(choose({ with: ['no such tag'], mode: 'any', without: [] })).toEqual([])
})

test('facets count what they find; years are in their order', () => {
  for (const { values, rowsOf } of facets)
    for (const { value, count } of values) expect(rowsOf(value)).toHaveLength(count)
  const years = facets.find(({ name }) => name === 'year')!.values.map(({ value }) => Number(value))
  expect(years).toEqual(years.toSorted((one, two) => one - two))
})

test('words are beginnings, all must be there, accents and case do not count', () => {
  const index = indexWords({ ...catalogue, titles: catalogue.titles.with(7, 'Été à la plage') })
  expect(rows(matchWords(index, 'ETE pla')!)).toEqual([7])
  expect(rows(matchWords(index, 'gree sta')!)).toEqual(
    Array.from({ length: 300 }, (_, row) => row).filter(
      (row) => row !== 7 && tagged(row).includes('green') && tagged(row).includes('star'),
    ),
  )
  expect(rows(matchWords(index, 'nowhere')!)).toEqual([])
  expect(matchWords(index, ' , ')).toBeUndefined()
  expect(rows(matchWords(index, catalogue.ids[20]!.slice(0, 10))!)).toContain(20)
})

test('a catalogue comes back from its file', () => {
  const read = decodeCatalogue(JSON.parse(JSON.stringify(encodeCatalogue(catalogue))))
  expect(read).toEqual(catalogue)
})

test('an empty filter is open', () => {
  expect(isOpen(noFilter)).toBe(true)
  expect(isOpen({ ...noFilter, facets: { tag: { with: [], without: ['red'], mode: 'any' } } })).toBe(false)
})
