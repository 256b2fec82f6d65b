import { createRandom } from '@reverie/recipe'
import { describe, expect, it } from 'vitest'
import { cellsOf, cellsWithin } from '../../src/collage/layout/cells.ts'
import { rectangleSites } from '../../src/collage/layout/sites.ts'
import { follow, trianglesOf } from '../../src/collage/layout/triangles.ts'

const WIDTH = 500
const HEIGHT = 300
const COUNT = 400
const MEAN = Math.sqrt((WIDTH * HEIGHT) / COUNT)

describe('triangles', () => {
  it('follow points that move a little: cells are those of new ones', () => {
    const positions = rectangleSites(COUNT, WIDTH, HEIGHT, [])
    const random = createRandom(2)
    const triangles = trianglesOf(positions, WIDTH, HEIGHT)
    const before = triangles.triangles.slice()
    for (let step = 0; step < 12; step++) {
      for (let at = 0; at < positions.length; at++) {
        const side = at % 2 === 0 ? WIDTH : HEIGHT
        positions[at] = Math.min(side - 1, Math.max(1, positions[at]! + 0.03 * MEAN * random.gaussian()))
      }
      expect(follow(triangles, positions, WIDTH, HEIGHT)).toBe(true)
      const followed = cellsWithin(triangles, positions).areas
      for (const [point, area] of cellsOf(positions, WIDTH, HEIGHT).areas.entries()) {
        expect(followed[point]! / area).toBeCloseTo(1, 2)
      }
    }
    expect(triangles.triangles).not.toEqual(before)
  })

  it('say so when they cannot', () => {
    const positions = rectangleSites(COUNT, WIDTH, HEIGHT, [])
    const triangles = trianglesOf(positions, WIDTH, HEIGHT)
    // Right through others.
    positions[2 * 200]! += 4 * MEAN
    expect(follow(triangles, positions, WIDTH, HEIGHT)).toBe(false)
  })
})
