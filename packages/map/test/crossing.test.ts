import { expect, test } from 'vitest'
import { moveOn, wayOf } from '../src/view/crossing.ts'

test('every picture sets out from where it is and arrives', () => {
  for (let row = 0; row < 50; row++) {
    expect(wayOf(row, 0)).toBe(0)
    expect(wayOf(row, 1)).toBe(1)
    expect(wayOf(row, 0.4)).toBeLessThanOrEqual(wayOf(row, 0.6))
  }
  const from = Float32Array.of(0, 0, 1, 1)
  moveOn(from, Float32Array.of(1, 0, 0, 1), 1)
  expect([...from]).toEqual([1, 0, 0, 1])
})
