import { createRandom } from '@reverie/recipe'
import { describe, expect, it } from 'vitest'
import { cellsOf } from '../../src/collage/layout/cells.ts'
import { evennessOf } from '../../src/collage/layout/evenness.ts'
import { keptShare, layoutPositions, nearestOnMap } from '../../src/collage/layout/index.ts'
import { orderOf } from '../../src/collage/layout/order.ts'
import { clusteredMap } from './clusters.ts'

const WIDTH = 400
const HEIGHT = 300
const COUNT = 120
const MEAN = Math.sqrt((WIDTH * HEIGHT) / COUNT)
const map = clusteredMap(COUNT, 6)
const wanted = nearestOnMap(map)
const layout = layoutPositions({ count: COUNT, width: WIDTH, height: HEIGHT, map, effort: 0.3 })

/** Steps of a fifth of a mean distance, every way, one for each piece. */
const steps = Array.from({ length: COUNT }, (_, piece) => {
  const angle = createRandom(piece).next() * 2 * Math.PI
  const x = layout[2 * piece]! + 0.2 * MEAN * Math.cos(angle)
  const y = layout[2 * piece + 1]! + 0.2 * MEAN * Math.sin(angle)
  return { piece, x, y }
})

describe('order', () => {
  it('tells what a step gains or loses, as counting all over again does', () => {
    const order = orderOf(wanted, layout)
    const all = 8 * COUNT
    const before = Math.round(all * keptShare(wanted, layout))
    let changed = 0
    for (const { piece, x, y } of steps) {
      const after = layout.slice()
      after.set([x, y], 2 * piece)
      order.visit(piece)
      const gain = order.gain(x, y)
      expect(gain).toBe(Math.round(all * keptShare(wanted, after)) - before)
      if (gain !== 0) changed++
    }
    expect(changed).toBeGreaterThan(COUNT / 3)
    expect(order.refresh()).toBeCloseTo(before / all, 12)
  })

  it('has a place for pieces that nobody wants, and for fewer than nine', () => {
    const nobody = { k: 8, indices: new Int32Array(8 * COUNT).fill(-1) }
    expect(orderOf(nobody, layout).refresh()).toBe(1)
    const few = orderOf(nearestOnMap([0, 0, 1, 0, 5, 5]), Float64Array.of(0, 0, 10, 0, 50, 50))
    expect(few.refresh()).toBe(1)
    few.visit(1)
    expect(few.gain(90, 90)).toBe(0)
  })
})

describe('evenness', () => {
  const targets = new Float64Array(COUNT).fill((WIDTH * HEIGHT) / COUNT)
  const unevenness = (positions: Float64Array): number =>
    cellsOf(positions, WIDTH, HEIGHT).areas.reduce((sum, area, at) => sum + (area / targets[at]! - 1) ** 2, 0)

  it('tells what a small step does to the areas', () => {
    const evenness = evennessOf(layout, WIDTH, HEIGHT, targets)
    evenness.refresh()
    const before = unevenness(layout)
    for (const { piece, x, y } of steps) {
      // A hundredth of a mean distance.
      const [nearX, nearY] = [
        layout[2 * piece]! + 0.05 * (x - layout[2 * piece]!),
        layout[2 * piece + 1]! + 0.05 * (y - layout[2 * piece + 1]!),
      ]
      const after = layout.slice()
      after.set([nearX, nearY], 2 * piece)
      evenness.visit(piece)
      expect(evenness.loss(nearX, nearY)).toBeCloseTo(unevenness(after) - before, 3)
    }
  })

  it('remembers where pieces went', () => {
    const evenness = evennessOf(layout, WIDTH, HEIGHT, targets)
    evenness.refresh()
    const { piece, x, y } = steps[7]!
    evenness.visit(piece)
    const there = evenness.loss(x, y)
    evenness.went(x, y)
    // Back again, seen from there: what was lost is regained.
    expect(evenness.loss(2 * layout[2 * piece]! - x, 2 * layout[2 * piece + 1]! - y)).toBeCloseTo(-there, 9)
  })
})
