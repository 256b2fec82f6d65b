import { createRandom } from '@reverie/recipe'
import { expect, test } from 'vitest'
import { rowsInside } from '../src/view/lasso.ts'
import { indexPlaces, nearestPlace, nextPlace, visitPlaces } from '../src/view/place-index.ts'
import { extentFor, spriteSize } from '../src/view/sprite-size.ts'

const random = createRandom(3)
const scattered = Float32Array.from({ length: 2000 }, () => random.next())
const index = indexPlaces(scattered)
const all = Array.from({ length: 1000 }, (_, row) => row)

test('a box finds exactly what lies in it', () => {
  const found = new Set<number>()
  visitPlaces(index, 0.2, 0.3, 0.4, 0.6, (row) => void found.add(row))
  const inside = all.filter((row) => {
    const [x, y] = [scattered[2 * row]!, scattered[2 * row + 1]!]
    return x >= 0.2 && x <= 0.4 && y >= 0.3 && y <= 0.6
  })
  expect(inside.filter((row) => !found.has(row))).toEqual([])
})

test('the nearest is the nearest, also where a filter leaves few', () => {
  const distance = (row: number): number => Math.hypot(scattered[2 * row]! - 0.7, scattered[2 * row + 1]! - 0.1)
  for (const step of [1, 150]) {
    const allowed = all.filter((row) => row % step === 0)
    const expected = allowed.toSorted((one, two) => distance(one) - distance(two))[0]
    expect(nearestPlace(index, 0.7, 0.1, (row) => row % step === 0)).toBe(expected)
  }
})

test('arrows go from cell to cell on a grid, and stop at its edge', () => {
  const grid = indexPlaces(
    Float32Array.from({ length: 18 }, (_, at) => (at % 2 === 0 ? ((at / 2) % 3) / 3 : Math.floor(at / 6) / 3)),
    1 / 3,
  )
  const any = (): boolean => true
  expect(nextPlace(grid, 4, [1, 0], any)).toBe(5)
  expect(nextPlace(grid, 4, [-1, 0], any)).toBe(3)
  expect(nextPlace(grid, 4, [0, -1], any)).toBe(1)
  expect(nextPlace(grid, 4, [0, 1], any)).toBe(7)
  expect(nextPlace(grid, 4, [1, 0], (row) => row !== 5)).not.toBe(5)
  expect(nextPlace(grid, 6, [-1, 0], any)).toBe(-1)
})

test('pieces that all lie at one place can be found and have a size', () => {
  const heap = indexPlaces(new Float32Array(20).fill(0.5))
  expect(nearestPlace(heap, 0.1, 0.1, () => true)).toBeGreaterThanOrEqual(0)
  expect(spriteSize(heap, 1)).toBeGreaterThan(0)
})

test('pictures fill the cells of a grid, and come apart on a map as one comes nearer', () => {
  const grid = indexPlaces(Float32Array.of(0.05, 0.05, 0.15, 0.05), 0.1)
  expect(spriteSize(grid, 1)).toBeCloseTo(0.09)
  expect(spriteSize(grid, 0.01)).toBeCloseTo(0.09)
  const [far, near] = [spriteSize(index, 1), spriteSize(index, 0.05)]
  expect(near).toBeLessThan(far)
  expect(near / 0.05).toBeGreaterThan(far)
  expect(spriteSize(index, extentFor(index, 0.3)) / extentFor(index, 0.3)).toBeCloseTo(0.3, 3)
})

test('few pictures hardly overlap, where many do so that they can be made out', () => {
  const places = (count: number) => indexPlaces(Float32Array.from({ length: 2 * count }, () => random.next()))
  const few = places(70)
  expect(spriteSize(few, 1) / few.spacing).toBeLessThan(1.4)
  expect(spriteSize(few, 1)).toBeGreaterThan(0.05)
  const many = places(20_000)
  expect(spriteSize(many, 1) / many.spacing).toBeCloseTo(3, 3)
})

test('a lasso takes what is inside of its line, hollows left out', () => {
  const square = indexPlaces(Float32Array.of(0.5, 0.5, 0.2, 0.2, 0.9, 0.9, 0.5, 0.15))
  const line = [0.1, 0.1, 0.45, 0.1, 0.5, 0.4, 0.55, 0.1, 0.8, 0.1, 0.8, 0.8, 0.1, 0.8]
  expect(new Set(rowsInside(square, line, () => true))).toEqual(new Set([0, 1]))
  expect(rowsInside(square, line, (row) => row !== 0)).toEqual([1])
  expect(rowsInside(square, [0, 0, 1, 1], () => true)).toEqual([])
})
