import { createRandom } from '@reverie/recipe'
import { expect, test } from 'vitest'
import { decorrelate } from '../../src/dream/decorrelate.ts'
import { shapeSpectrum } from '../../src/dream/fourier.ts'
import { emptyPlanes, type Planes } from '../../src/dream/planes.ts'
import { smooth } from '../../src/dream/smoothing.ts'
import { ascend, meanMagnitude } from '../../src/dream/update.ts'
import { addCalm } from '../../src/dream/variation.ts'

const planes = (
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): Planes => {
  const made = emptyPlanes(width, height)
  made.data.forEach((_, at) => {
    const pixel = at % (width * height)
    made.data[at] = value(pixel % width, Math.floor(pixel / width), Math.floor(at / (width * height)))
  })
  return made
}

test('a step moves pixels by the step size on average and stays within 0 and 255', () => {
  const x = planes(4, 4, () => 100)
  const gradient = planes(4, 4, (column, row) => (column - 1.5) * (row + 1))
  ascend(x, gradient, 3 / meanMagnitude(gradient))
  const moved = planes(4, 4, () => 0)
  moved.data.forEach((_, at) => (moved.data[at] = x.data[at]! - 100))
  expect(meanMagnitude(moved)).toBeCloseTo(3, 4)
  ascend(x, gradient, 1e6)
  expect(Math.min(...x.data)).toBe(0)
  expect(Math.max(...x.data)).toBe(255)
})

test('a weight of 0 holds a pixel still, and does not count in the mean', () => {
  const x = planes(2, 1, () => 100)
  const weight = Float32Array.of(1, 0)
  const gradient = planes(2, 1, (column) => (column === 0 ? 2 : 1000))
  expect(meanMagnitude(gradient, weight)).toBe(2)
  ascend(x, gradient, 1, weight)
  expect([...x.data]).toEqual([102, 100, 102, 100, 102, 100])
  expect(meanMagnitude(gradient, new Float32Array(2))).toBe(0)
})

/** Share of the gradient's power that is in steps from a pixel to the next. */
const roughness = ({ width, height, data }: Planes): number => {
  let rough = 0
  let all = 0
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width; x++) {
      rough += (data[y * width + x]! - data[y * width + x - 1]!) ** 2
      all += data[y * width + x]! ** 2
    }
  }
  return rough / all
}

const random = createRandom(1)
const noise = planes(40, 30, () => random.gaussian())

test('smoothing keeps a flat gradient, spreads a point evenly, and takes roughness away', () => {
  const flat = smooth(
    planes(9, 7, (_x, _y, channel) => channel + 1),
    1.5,
  )
  flat.data.forEach((value, at) => expect(value).toBeCloseTo(Math.floor(at / 63) + 1, 4))
  const point = smooth(
    planes(41, 41, (x, y) => (x === 20 && y === 20 ? 1 : 0)),
    2,
  )
  const plane = point.data.subarray(0, 41 * 41)
  expect(plane.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3)
  expect(plane[20 * 41 + 17]).toBeCloseTo(plane[17 * 41 + 20]!, 6)
  expect(plane[20 * 41 + 17]).toBeCloseTo(plane[20 * 41 + 23]!, 6)
  expect(roughness(smooth(noise, 1))).toBeLessThan(roughness(noise) / 1.8)
})

test('the Fourier parameterisation favours long waves, by the square of the decay, and is symmetric', () => {
  const wave = (cycles: number) => planes(64, 64, (x) => Math.cos((2 * Math.PI * cycles * (x + 0.5)) / 64))
  const gain = (cycles: number, decay: number) => {
    const one = wave(cycles)
    const shaped = shapeSpectrum(one, decay)
    return shaped.data[32 * 64 + 1]! / one.data[32 * 64 + 1]!
  }
  // Twice the frequency, decay ½: s² = f^−1, so half the gain (roughly: the padding mirrors, waves bend at its edge).
  expect(gain(4, 0.5) / gain(8, 0.5)).toBeGreaterThan(1.6)
  expect(gain(4, 0.5) / gain(8, 0.5)).toBeLessThan(2.4)
  expect(gain(4, 1) / gain(8, 1)).toBeGreaterThan(3)
  expect(roughness(shapeSpectrum(noise, 0.5))).toBeLessThan(roughness(noise) / 2)
  // Red and green share a transform: neither may leak into the other.
  const red = shapeSpectrum(
    planes(20, 13, (x, y, channel) => (channel === 0 ? Math.sin(x * y) : 0)),
    0.5,
  )
  const leak = Math.max(...red.data.subarray(20 * 13).map(Math.abs))
  expect(leak).toBeLessThan(1e-3 * Math.max(...red.data.subarray(0, 20 * 13).map(Math.abs)))
})

test('natural colours: grey moves far more than colour', () => {
  const grey = planes(1, 1, () => 1)
  const colour = planes(1, 1, (_x, _y, channel) => channel - 1)
  decorrelate(grey)
  decorrelate(colour)
  expect(meanMagnitude(grey)).toBeGreaterThan(5 * meanMagnitude(colour))
})

test('calm is the negative gradient of total variation', () => {
  const variation = ({ width, height, data }: Planes): number => {
    let sum = 0
    for (let plane = 0; plane < data.length; plane += width * height) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = plane + y * width + x
          const right = x + 1 < width ? data[at + 1]! - data[at]! : 0
          const below = y + 1 < height ? data[at + width]! - data[at]! : 0
          sum += Math.sqrt(right * right + below * below + 1)
        }
      }
    }
    return sum
  }
  const x = planes(6, 5, (column, row, channel) => 128 + 40 * Math.sin(column * 2.1 + row * 1.3 + channel))
  const gradient = emptyPlanes(6, 5)
  addCalm(x, gradient, 1, 1)
  for (const at of [0, 5, 14, 29, 44, 89]) {
    const probe = (change: number) => {
      const data = Float32Array.from(x.data)
      data[at]! += change
      return variation({ ...x, data })
    }
    expect(gradient.data[at]).toBeCloseTo(-(probe(0.05) - probe(-0.05)) / 0.1, 2)
  }
})
