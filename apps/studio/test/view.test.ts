import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, pan, zoomAbout } from '../src/stage/view.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) })
const stage = fc.record({ width: fc.integer({ min: 300, max: 4000 }), height: fc.integer({ min: 300, max: 3000 }) })

test('a fitted picture is whole, centred, and at most three times its size', () => {
  fc.assert(
    fc.property(size, stage, (picture, room) => {
      const { x, y, scale } = fit(picture, room, 24)
      expect(scale).toBeLessThanOrEqual(3)
      expect(x).toBeGreaterThanOrEqual(24 - 1e-6)
      expect(y).toBeGreaterThanOrEqual(24 - 1e-6)
      expect(x * 2 + picture.width * scale).toBeCloseTo(room.width, 4)
    }),
  )
})

test('what is under the pointer stays there while zooming', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 800 }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      (x, y, factor) => {
        const before = { x: 40, y: 30, scale: 1.5 }
        const after = zoomAbout(before, x, y, factor)
        expect((x - after.x) / after.scale).toBeCloseTo((x - before.x) / before.scale, 6)
      },
    ),
  )
})

test('a picture cannot be pushed off the stage', () => {
  const room = { width: 800, height: 600 }
  const { x, y } = pan({ x: 0, y: 0, scale: 1 }, 5000, -5000, { width: 400, height: 300 }, room)
  expect([x, y]).toEqual([752, -252])
})
