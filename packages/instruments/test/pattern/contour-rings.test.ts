import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { contourRings } from '../../src/pattern/contour-rings.ts'
import { fitRing, type Part, type Point } from '../../src/pattern/curves.ts'

/** Whether a point is inside by the even-odd rule. */
function isInside([x, y]: Point, rings: readonly (readonly Point[])[]): boolean {
  let odd = false
  for (const ring of rings) {
    for (const [index, from] of ring.entries()) {
      const to = ring[(index + 1) % ring.length]!
      if (from[1] > y !== to[1] > y && x < from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]))
        odd = !odd
    }
  }
  return odd
}

test('rings of any field hold what is above the value, and nothing else', () => {
  const fields = fc
    .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
    .chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        values: fc.array(
          fc.double({ min: -1, max: 1, noNaN: true }).map((value) => Math.round(value * 1000)),
          {
            minLength: width * height,
            maxLength: width * height,
          },
        ),
      }),
    )
  fc.assert(
    fc.property(fields, ({ width, height, values }) => {
      // Between two whole numbers, so that no line goes through a point of the field.
      const rings = contourRings(Float32Array.from(values), width, height, 0.5)
      for (const [at, value] of values.entries()) {
        const place: Point = [(at % width) + 0.5, Math.floor(at / width) + 0.5]
        expect(isInside(place, rings)).toBe(value >= 0.5)
      }
      for (const [x, y] of rings.flat()) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(width)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(height)
      }
    }),
    { numRuns: 500 },
  )
})

test('a plane is crossed where it has the value', () => {
  const field = Float32Array.from({ length: 48 }, (_, at) => (at % 8) + 0.25 * Math.floor(at / 8))
  const [ring] = contourRings(field, 8, 6, 3.4)
  for (const [x, y] of ring!) if (x < 8 && y > 0 && y < 6) expect(x - 0.5 + 0.25 * (y - 0.5)).toBeCloseTo(3.4, 5)
  expect(ring!.some(([x]) => x === 8)).toBe(true)
})

test('noise of a million points takes as long as anything else', () => {
  let state = 1
  const field = Float32Array.from(
    { length: 1 << 20 },
    () => (state = Math.imul(state, 48_271) % 0x7fff_ffff) / 2 ** 31,
  )
  const begun = performance.now()
  expect(contourRings(field, 1024, 1024, 0).length).toBeGreaterThan(10_000)
  expect(performance.now() - begun).toBeLessThan(20_000)
})

/** The greatest distance of points of the curves from the nearest of some points. */
function deviation(parts: readonly Part[], isNear: (point: Point) => number): number {
  let most = 0
  for (const part of parts) {
    for (let step = 0; step <= 8; step++) {
      const t = step / 8
      const s = 1 - t
      const at = (axis: 0 | 1): number =>
        part.length === 2
          ? s * part[0][axis] + t * part[1][axis]
          : s ** 3 * part[0][axis] +
            3 * s * s * t * part[1][axis] +
            3 * s * t * t * part[2][axis] +
            t ** 3 * part[3][axis]
      most = Math.max(most, isNear([at(0), at(1)]))
    }
  }
  return most
}

test('a circle of four hundred points becomes a few smooth curves', () => {
  const circle = Array.from({ length: 400 }, (_, index): Point => {
    const angle = (2 * Math.PI * index) / 400
    return [100 + 60 * Math.cos(angle), 90 + 60 * Math.sin(angle)]
  })
  const parts = fitRing(circle, 0.15)
  expect(parts.length).toBeLessThanOrEqual(8)
  expect(deviation(parts, ([x, y]) => Math.abs(Math.hypot(x - 100, y - 90) - 60))).toBeLessThan(0.2)
  for (const [index, part] of parts.entries()) expect(part.at(-1)).toEqual(parts[(index + 1) % parts.length]![0])
})

test('corners stay corners, and straight lines straight', () => {
  const square: Point[] = []
  for (let side = 0; side < 4; side++) {
    for (let step = 0; step < 40; step++) {
      const [x, y] = [step, 0]
      square.push(
        [
          [x, y],
          [40, x],
          [40 - x, 40],
          [0, 40 - x],
        ][side] as unknown as Point,
      )
    }
  }
  const parts = fitRing(square, 0.15)
  expect(parts).toHaveLength(4)
  expect(parts.every((part) => part.length === 2)).toBe(true)
})

test('curves do not swing out, whatever they are fitted to', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 3,
    maxLength: 40,
  })
  fc.assert(
    fc.property(points, (ring) => {
      const parts = fitRing(ring, 0.15)
      const reach = deviation(parts, ([x, y]) => Math.max(-x, x - 12, -y, y - 12))
      // Handles are no longer than the line they belong to.
      expect(reach).toBeLessThan(12)
      expect(parts.flat().flat().every(Number.isFinite)).toBe(true)
    }),
  )
})
