import { describe, expect, it } from 'vitest'
import { layoutPositions, settleSteps, type SettleRequest } from '../../src/collage/layout/index.ts'
import { clusteredMap } from './clusters.ts'

const WIDTH = 800
const HEIGHT = 600
const COUNT = 200
const MEAN = Math.sqrt((WIDTH * HEIGHT) / COUNT)
const layout = layoutPositions({ count: COUNT, width: WIDTH, height: HEIGHT, map: clusteredMap(COUNT, 4) })

function settle(request: Pick<SettleRequest, 'positions' | 'locked'> & Partial<SettleRequest>): Float64Array {
  let result: Float64Array = new Float64Array()
  for (const positions of settleSteps({ width: WIDTH, height: HEIGHT, ...request })) {
    result = Float64Array.from(positions)
  }
  return result
}

const apart = (positions: ArrayLike<number>, one: number, two: number): number =>
  Math.hypot(positions[2 * one]! - positions[2 * two]!, positions[2 * one + 1]! - positions[2 * two + 1]!)

const moves = (before: Float64Array, after: Float64Array): number[] =>
  Array.from({ length: after.length / 2 }, (_, piece) =>
    Math.hypot(after[2 * piece]! - before[2 * piece]!, after[2 * piece + 1]! - before[2 * piece + 1]!),
  )

describe('settling', () => {
  it('moves nothing when nothing was edited', () => {
    expect(Math.max(...moves(layout, settle({ positions: layout, locked: [] })))).toBeLessThan(0.01 * MEAN)
  })

  it('makes room where a piece was dropped on another, and hardly stirs the others', () => {
    const edited = layout.slice()
    edited.set(layout.subarray(2 * 50, 2 * 50 + 2), 2 * 120)
    const settled = settle({ positions: edited, locked: [120] })
    expect([...settled.subarray(240, 242)]).toEqual([...layout.subarray(100, 102)])
    expect(apart(settled, 50, 120)).toBeGreaterThan(0.4 * MEAN)
    const sorted = moves(edited, settled).toSorted((left, right) => left - right)
    expect(sorted[COUNT / 2]!).toBeLessThan(0.15 * MEAN)
  })

  it('closes the gap of a removed piece', () => {
    const edited = Float64Array.from([...layout.subarray(0, 80), ...layout.subarray(82)])
    const settled = settle({ positions: edited, locked: [0] })
    expect(settled).toHaveLength(2 * (COUNT - 1))
    expect([...settled.subarray(0, 2)]).toEqual([...layout.subarray(0, 2)])
  })

  it('parts pieces in a shape without leaving it', () => {
    const mask = { width: 2, height: 1, data: Uint8Array.from([255, 0]) }
    const positions = layoutPositions({ count: 50, width: WIDTH, height: HEIGHT, map: clusteredMap(50, 1), mask })
    positions.set(positions.subarray(0, 2), 20)
    const settled = settle({ positions, locked: [0], mask })
    expect(apart(settled, 0, 10)).toBeGreaterThan(10)
    for (let piece = 0; piece < 50; piece++) expect(settled[2 * piece]!).toBeLessThan(WIDTH / 2)
  })
})
