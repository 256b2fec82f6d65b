import { placeNew, umapLayout, type MapLayout } from '@reverie/collection'
import { expect, test } from 'vitest'
import { clustered, listsOf, purity } from './lists.ts'

const vectors = clustered(400, 8)
const lists = listsOf(vectors, 24, 20)
const old = 320

/** The map of the first 320 pieces, with no places for the others. */
async function begun(): Promise<MapLayout> {
  const map = await umapLayout(listsOf(vectors.subarray(0, old * 24), 24, 20))
  const positions = new Float32Array(800).fill(Number.NaN)
  positions.set(map.positions)
  return { kind: 'umap', positions }
}

test('added pieces come beside what they are like; the old ones do not move', async () => {
  const map = await begun()
  const grown = placeNew(map, lists)
  expect(grown.positions.subarray(0, 2 * old)).toEqual(map.positions.subarray(0, 2 * old))
  expect(grown.positions.every((value) => value >= 0 && value <= 1)).toBe(true)
  expect(purity(grown.positions, 8)).toBeGreaterThan(0.93)
  expect(placeNew(grown, lists)).toBe(grown)
})

test('new pieces that only know each other are together where there is room', async () => {
  const apart = new Float32Array(400 * 25)
  for (let piece = 0; piece < 400; piece++)
    if (piece < old) apart.set(vectors.subarray(piece * 24, piece * 24 + 24), piece * 25)
    else apart[piece * 25 + 24] = 1
  const map = await begun()
  const { positions } = placeNew(map, listsOf(apart, 25, 15))
  const places = new Set(
    Array.from({ length: 80 }, (_, at) => positions.slice(2 * (old + at), 2 * (old + at) + 2).join()),
  )
  expect(places.size).toBe(80)
  const middle = [0, 1].map((axis) => {
    let sum = 0
    for (let piece = old; piece < 400; piece++) sum += positions[2 * piece + axis]!
    return sum / 80
  })
  const far = (piece: number): number =>
    Math.hypot(positions[2 * piece]! - middle[0]!, positions[2 * piece + 1]! - middle[1]!)
  const rows = Array.from({ length: 400 }, (_, piece) => piece)
  expect(Math.max(...rows.slice(old).map(far))).toBeLessThan(Math.min(...rows.slice(0, old).map(far)))
})

test('a map of other pieces, or of none, is refused', async () => {
  const map = await begun()
  expect(() => placeNew({ ...map, positions: map.positions.subarray(2) }, lists)).toThrow('399 pieces')
  expect(() => placeNew({ ...map, positions: new Float32Array(800).fill(Number.NaN) }, lists)).toThrow('anew')
})
