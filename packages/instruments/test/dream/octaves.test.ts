import { expect, test } from 'vitest'
import { fit, octaveSizes } from '../../src/dream/octaves.ts'
import { emptyPlanes, resizeLinear } from '../../src/dream/planes.ts'

test('octaves shrink by the scale, with roundings that add up, and end with the picture itself', () => {
  expect(octaveSizes({ width: 451, height: 300 }, 4, 1.4)).toEqual([
    { width: 164, height: 109 },
    { width: 230, height: 153 },
    { width: 322, height: 214 },
    { width: 451, height: 300 },
  ])
})

test('octaves of a pixel stay a pixel', () => {
  expect(octaveSizes({ width: 1, height: 2 }, 3, 2)).toEqual([
    { width: 1, height: 1 },
    { width: 1, height: 1 },
    { width: 1, height: 2 },
  ])
})

test('a longest side shrinks in proportion and never enlarges', () => {
  expect(fit({ width: 4000, height: 1000 }, 1000)).toEqual({ width: 1000, height: 250 })
  expect(fit({ width: 400, height: 100 }, 1000)).toEqual({ width: 400, height: 100 })
  expect(fit({ width: 5000, height: 1 }, 100)).toEqual({ width: 100, height: 1 })
})

test('linear resampling keeps corners and straight lines', () => {
  const ramp = emptyPlanes(5, 3, 1)
  for (let y = 0; y < 3; y++) for (let x = 0; x < 5; x++) ramp.data[y * 5 + x] = 10 * x + y
  const large = resizeLinear(ramp, 9, 5)
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 9; x++) expect(large.data[y * 9 + x]).toBeCloseTo(5 * x + y / 2, 4)
  }
  const back = resizeLinear(large, 5, 3)
  back.data.forEach((value, at) => expect(value).toBeCloseTo(ramp.data[at]!, 4))
})

test('linear resampling goes from and to single pixels', () => {
  const one = { width: 1, height: 1, channels: 3, data: Float32Array.of(1, 2, 3) }
  expect([...resizeLinear(one, 2, 2).data]).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
  const line = { width: 3, height: 1, channels: 1, data: Float32Array.of(7, 8, 9) }
  expect([...resizeLinear(line, 1, 1).data]).toEqual([7])
})
