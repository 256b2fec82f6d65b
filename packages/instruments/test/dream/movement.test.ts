import { expect, test } from 'vitest'
import { blended, moved } from '../../src/dream/movement.ts'
import { emptyPlanes, type Planes } from '../../src/dream/planes.ts'

const still = { zoom: 0, rotate: 0, panX: 0, panY: 0 }

function ramp(width: number, height: number): Planes {
  const planes = emptyPlanes(width, height, 1)
  planes.data.forEach((_, at) => (planes.data[at] = (at % width) + 100 * Math.floor(at / width)))
  return planes
}

test('no movement leaves the picture as it is', () => {
  const picture = ramp(7, 5)
  expect(moved(picture, still).data).toEqual(picture.data)
})

test('zoom magnifies about the centre: half the width fills the frame at 0.5', () => {
  const closer = moved(ramp(9, 9), { ...still, zoom: 0.5 })
  expect(closer.data[4 * 9 + 4]).toBeCloseTo(404, 3)
  expect(closer.data[4 * 9]).toBeCloseTo(402, 3)
  expect(closer.data[4]).toBeCloseTo(204, 3)
  const farther = moved(ramp(9, 9), { ...still, zoom: -0.5 })
  expect(farther.data[4 * 9 + 2]).toBeCloseTo(401, 3)
})

test('turning by 90° clockwise takes the left edge to the top', () => {
  const turned = moved(ramp(5, 5), { ...still, rotate: 90 })
  // The pixel at the top right was at the top left.
  expect(turned.data[4]).toBeCloseTo(0, 3)
  expect(turned.data[0]).toBeCloseTo(400, 3)
})

test('the view moves right and down by shares of the size, and the edge is mirrored', () => {
  const shifted = moved(ramp(10, 10), { ...still, panX: 0.2, panY: 0.1 })
  expect(shifted.data[0]).toBeCloseTo(102, 3)
  expect(shifted.data[9]).toBeCloseTo(107, 3)
})

test('a single pixel survives any movement', () => {
  const one = { width: 1, height: 1, channels: 1, data: Float32Array.of(9) }
  expect([...moved(one, { zoom: 0.3, rotate: 20, panX: 0.5, panY: -0.5 }).data]).toEqual([9])
})

test('blending takes the share from the new frame', () => {
  const frame = { width: 1, height: 1, channels: 1, data: Float32Array.of(100) }
  const before = { width: 1, height: 1, channels: 1, data: Float32Array.of(0) }
  expect([...blended(frame, before, 0.85).data]).toEqual([85])
})
