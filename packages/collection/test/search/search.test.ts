import { srgbToOklab, type Color } from '@reverie/image'
import { describe, expect, it } from 'vitest'
import { colorsOf, parseFilter, searchOver, type Imprints, type Piece } from '../../src/index.ts'
import { piece } from '../samples.ts'

const RED: Color = [1, 0, 0]
const BLUE: Color = [0, 0, 1]
const GREEN: Color = [0, 0.6, 0]

/** A piece of one colour or of several in equal parts. */
function colored(number: number, colors: readonly Color[], changes: Partial<Piece>): Piece {
  const data = Uint8Array.from(colors.flatMap((color) => color.map((value) => 255 * value)))
  const measured = colorsOf({ width: colors.length, height: 1, channels: 3, depth: 8, data })
  return piece(number, { ...measured, ...changes })
}

/** Directions in a plane, by their angles in degrees. */
function imprintsAt(angles: readonly number[]): Imprints {
  const vectors = Float32Array.from(
    angles.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
  )
  return { count: angles.length, dimensions: 2, vectors }
}

const animals = [
  colored(0, [RED], { id: 'redcat', title: 'A red cat', author: 'Ann', tags: ['cat', 'pet'], year: 1990 }),
  colored(1, [BLUE], { id: 'bluecat', title: 'Blue cat', author: 'Bob', tags: ['cat'], year: 2005 }),
  colored(2, [RED, BLUE], { id: 'dog', title: 'Dog, very red', author: 'Ann', tags: ['dog', 'pet'], year: null }),
  colored(3, [GREEN], { id: 'tree', title: 'Chêne', author: 'Zoë', tags: ['plant'], year: 2005 }),
]
const search = searchOver(animals, imprintsAt([0, 10, 60, 170]))
const ids = (hits: readonly { id: string }[]): string[] => hits.map(({ id }) => id)

describe('a search by examples', () => {
  it('finds what is like a piece, without the piece, and says why', () => {
    const hits = search.find({ like: ['redcat'], weights: { color: 0 } })
    expect(ids(hits)).toEqual(['bluecat', 'dog', 'tree'])
    expect(hits[0]!.distance).toBeCloseTo(1 - Math.cos(Math.PI / 18), 5)
    expect(hits[0]!.why).toMatchObject({ tags: ['cat'], example: 0, words: [] })
    expect(hits[1]!.why.tags).toEqual(['pet'])
  })

  it('goes by colour instead when the slider is there, and shows which colours', () => {
    const hits = search.find({ like: ['redcat'], weights: { subject: 0, color: 1 } })
    expect(ids(hits)[0]).toBe('dog')
    const [reason] = hits[0]!.why.colors
    expect(reason!.difference).toBeLessThan(0.01)
    expect(reason!.found[0]).toBeCloseTo(srgbToOklab(RED)[0], 3)
    expect(Object.keys(hits[0]!.why.distances)).toEqual(['color'])
  })

  it('takes several, and gets away from what is unlike', () => {
    expect(ids(search.find({ like: ['redcat', 'dog'], weights: { color: 0 } }))).toEqual(['bluecat', 'tree'])
    // Between the two, but away from the direction of the red cat: the dog's side.
    const away = search.find({ like: ['bluecat'], unlike: ['redcat'], weights: { color: 0 } })
    expect(ids(away)).toEqual(['dog', 'tree'])
    expect(ids(search.find({ unlike: ['redcat'], weights: { color: 0 } }))[0]).toBe('tree')
  })

  it('takes pictures from elsewhere by their looks, and finds the piece that is the same', () => {
    const looks = search.looksOf('dog')
    const hits = search.find({ like: ['redcat', looks], limit: 1 })
    expect(hits).toHaveLength(1)
    expect(search.find({ like: [looks] })[0]).toMatchObject({ id: 'dog', distance: expect.closeTo(0, 5) })
  })

  it('refuses what it does not know', () => {
    expect(() => search.find({ like: ['cow'] })).toThrow('There is no piece "cow" in the collection (4 pieces).')
    const looks = { ...search.looksOf('dog'), imprint: new Float32Array(3) }
    expect(() => search.find({ like: [looks] })).toThrow('have 2 numbers, found 3')
  })
})

describe('a search by words', () => {
  it('looks at titles, authors and tags, all words at once', () => {
    expect(ids(search.find({ text: 'cat' })).toSorted()).toEqual(['bluecat', 'redcat'])
    expect(ids(search.find({ text: 'RED ann' })).toSorted()).toEqual(['dog', 'redcat'])
    expect(search.find({ text: 'red plant' })).toEqual([])
  })

  it('finds beginnings, accents left out, and slips of the hand', () => {
    expect(ids(search.find({ text: 'chene' }))).toEqual(['tree'])
    expect(search.find({ text: 'plont' })[0]!.why.words).toEqual(['plant'])
    expect(ids(search.find({ text: 'plan' }))).toEqual(['tree'])
  })

  it('is ordered by an example when there is one', () => {
    expect(ids(search.find({ text: 'red', like: ['bluecat'], weights: { words: 0, color: 0 } }))).toEqual([
      'redcat',
      'dog',
    ])
  })
})

describe('a search by colour', () => {
  const wanted = (color: Color, share?: number) => ({
    color: srgbToOklab(color),
    ...(share === undefined ? {} : { share }),
  })

  it('finds what has most of it, near colours in part', () => {
    const hits = search.find({ colors: [wanted([0.9, 0.05, 0.05])] })
    expect(ids(hits).slice(0, 2)).toEqual(['redcat', 'dog'])
    expect(hits[0]!.distance).toBeLessThan(0.2)
    expect(hits[1]!.distance).toBeGreaterThan(0.4)
    expect(hits[3]!.distance).toBeGreaterThan(0.95)
  })

  it('finds both of two colours, in the parts that are asked for', () => {
    expect(ids(search.find({ colors: [wanted(RED), wanted(BLUE)] }))[0]).toBe('dog')
    expect(ids(search.find({ colors: [wanted(RED, 0.1), wanted(BLUE, 0.9)] }))[0]).toBe('bluecat')
  })
})

describe('a filter', () => {
  it.each([
    ['tag:cat', ['redcat', 'bluecat']],
    ['tag:CAT author:bob', ['bluecat']],
    ['tag:pet AND NOT tag:dog', ['redcat']],
    ['tag:dog OR (tag:cat AND year:2000..2010)', ['bluecat', 'dog']],
    ['NOT (author:Ann or author:"Zoë")', ['bluecat']],
    ['year:2005', ['bluecat', 'tree']],
  ])('%s', (text, expected) => {
    expect(ids(search.find({ filter: parseFilter(text) }))).toEqual(expected)
  })

  it('goes together with everything else', () => {
    expect(ids(search.find({ like: ['dog'], filter: parseFilter('tag:cat') })).toSorted()).toEqual([
      'bluecat',
      'redcat',
    ])
  })

  it.each([
    ['', 'a condition (tag:…, author:…'],
    ['colour:red', 'a condition'],
    ['tag:a OR', 'where the end is'],
    ['(tag:a', 'should have ")"'],
    ['tag:a )', 'AND, OR or the end where ")" is'],
    ['year:soon', 'should have a year (year:1990) or years from and to (year:1990..2005) where "year:soon" is'],
  ])('that cannot be read says where: %s', (text, message) => {
    expect(() => parseFilter(text)).toThrow(message)
  })
})
