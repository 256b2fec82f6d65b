import { expect, test } from 'vitest'
import { cornersOf, pieceAt, pieceTowards, placeAt } from '../src/collage/places.ts'

/** x, y, width, height, anchor's x and y, angle. */
const places = Float32Array.from([
  50, 50, 40, 40, 0.5, 0.5, 0, 60, 50, 40, 20, 0.5, 0.5, 90, 200, 50, 40, 40, 0.5, 0.5, 0,
])
const full = new Uint8Array(1024).fill(255)
/** Only the left half shows. */
const half = Uint8Array.from({ length: 1024 }, (_, at) => (at % 32 < 16 ? 255 : 0))
const pieces = [full, full, half].map((mask) => ({ mask }))

test('of pieces that overlap the one in front is under the finger, turned as it lies', () => {
  expect(pieceAt(pieces, places, 60, 50)).toBe(1)
  // Turned by a quarter it is narrow and tall.
  expect(pieceAt(pieces, places, 60, 68)).toBe(1)
  expect(pieceAt(pieces, places, 45, 50)).toBe(0)
  expect(pieceAt(pieces, places, 120, 50)).toBe(-1)
})

test('what does not show is no obstacle, unless there is nothing else', () => {
  expect(pieceAt(pieces, places, 190, 50)).toBe(2)
  expect(pieceAt(pieces, places, 210, 50)).toBe(2)
  const [under, over] = [{ mask: full }, { mask: half }]
  const same = Float32Array.from([...places.subarray(14), ...places.subarray(14)])
  expect(pieceAt([under, over], same, 210, 50)).toBe(0)
})

test('arrows go to the next piece that lies ahead', () => {
  expect(pieceTowards(places, 0, 1, 0)).toBe(1)
  expect(pieceTowards(places, 1, 1, 0)).toBe(2)
  expect(pieceTowards(places, 2, 1, 0)).toBe(-1)
})

test('corners turn about the anchor', () => {
  const [first] = cornersOf(placeAt(places, 1))
  expect(first![0]).toBeCloseTo(70)
  expect(first![1]).toBeCloseTo(30)
})
