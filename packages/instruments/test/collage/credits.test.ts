import { creditSheet, type CreditRow } from '@reverie/instruments'
import { expect, test } from 'vitest'

const row = (id: string, title: string, link = ''): CreditRow => ({
  id,
  name: `${id}.png`,
  title,
  author: title === '' ? '' : 'Ada',
  license: title === '' ? '' : 'CC0',
  link,
})

/** Two icons of one set with another between them, one of the set that is somewhere else, and one that nobody named. */
const rows = [
  row('a', 'Icons'),
  row('b', '=1+1'),
  row('c', 'Icons'),
  row('d', 'Icons', 'https://example.org/d'),
  row('e', ''),
]

test('pieces of which the same is to be said share a line, at the first one\u2019s place', () => {
  expect(creditSheet(rows, 'txt', 'Credits')).toBe(
    'Credits\n\n1. Icons by Ada, CC0 (2 pieces).\n2. =1+1 by Ada, CC0.\n3. Icons by Ada, CC0. https://example.org/d\n4. e.png, licence unknown.\n',
  )
  expect(creditSheet(rows, 'md', 'Credits')).toContain('1. Icons by Ada, CC0 (2 pieces)\n1. =1+1')
  expect(creditSheet(rows, 'html', 'Credits').match(/<li>/g)).toHaveLength(4)
})

test('a table has every piece, and nothing that a spreadsheet would take for a formula', () => {
  const [, ...lines] = creditSheet(rows, 'csv', 'Credits').trimEnd().split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toBe("b,b.png,'=1+1,Ada,,CC0")
})
