import { expect, it } from 'vitest'
import { paletteOf, palettes, readPalette } from '../../src/pattern/palettes.ts'

it('reads names and colours, long and short', () => {
  expect([...readPalette(' #f00, #00ff00 ,#0000FF')]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1])
  expect(readPalette('Dusk')).toEqual(readPalette(palettes.dusk.colors.join(',')))
})

it('every built-in palette can be read, and seeds choose among all of them', () => {
  for (const [name, { title, colors }] of Object.entries(palettes)) {
    expect(title).toMatch(/^[A-Z]/)
    expect(readPalette(name)).toHaveLength(3 * colors.length)
  }
  const chosen = new Set(Array.from({ length: 500 }, (_, seed) => paletteOf(seed)))
  expect([...chosen].sort()).toEqual(Object.keys(palettes).sort())
})

it.each([
  ['sunset', '"sunset" is neither. Built in are: dusk, ember'],
  ['', '"" is neither'],
  ['#123,#12', '"#12" in "#123,#12" is no colour'],
  ['#123,red', '"red" in "#123,red" is no colour'],
  ['#123456', 'A palette has 2 to 64 colours, found 1 in "#123456"'],
  [Array.from({ length: 65 }, () => '#000').join(), 'found 65'],
])('refuses %s with a sentence', (text, sentence) => {
  expect(() => readPalette(text)).toThrow(sentence)
})
