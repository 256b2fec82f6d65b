import { expect, it } from 'vitest'
import { streamOf } from '../../src/pattern/streams.ts'

const firsts = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw)

it('a stream depends on its seed, purpose and place, and on nothing else', () => {
  const places = [
    streamOf(1, 'weights', 0, 0),
    streamOf(2, 'weights', 0, 0),
    streamOf(1, 'bias', 0, 0),
    streamOf(1, 'weights', 1, 0),
    streamOf(1, 'weights', 0, 1),
    streamOf(1, 'weights', 0, 0, 1),
  ].map((stream) => firsts(4, stream.next).join())
  expect(new Set(places).size).toBe(places.length)
  expect(firsts(4, streamOf(1, 'weights', 0, 0).next).join()).toBe(places[0])
})

it('uniform and normal numbers have the moments that they should', () => {
  const uniform = firsts(50_000, streamOf(7, 'weights').next)
  const normal = firsts(50_000, streamOf(7, 'bias').gaussian)
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...uniform)).toBeLessThan(1)
  expect(mean(uniform)).toBeCloseTo(0.5, 2)
  expect(mean(normal)).toBeCloseTo(0, 1)
  expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1)
  expect(mean(normal.map((value) => value ** 4))).toBeCloseTo(3, 0)
})
