import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCamera, fit, mapX, mapY, pan, pixelX, pixelY, settle, zoom } from '../src/view/camera.ts'

const cameraOf = (width: number, height: number) =>
  Object.assign(createCamera(), { width, height, x: 0.5, y: 0.5, extent: 0.2 })

test('what is under the pointer stays there while one zooms', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: 0, max: 600 }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      (px, py, factor) => {
        const camera = cameraOf(800, 600)
        const [x, y] = [mapX(camera, px), mapY(camera, py)]
        zoom(camera, factor, px, py)
        expect(pixelX(camera, x)).toBeCloseTo(px, 6)
        expect(pixelY(camera, y)).toBeCloseTo(py, 6)
      },
    ),
  )
})

test('what is held moves with the hand', () => {
  const camera = cameraOf(800, 600)
  const x = mapX(camera, 100)
  pan(camera, 37, 0)
  expect(pixelX(camera, x)).toBeCloseTo(137, 9)
})

test('the view stays at the map', () => {
  const camera = cameraOf(800, 600)
  Object.assign(camera, { x: 7, extent: 1e-9 })
  settle(camera)
  expect(camera).toMatchObject({ x: 1, extent: camera.nearest })
})

test('a map is fitted beside the panels, on any screen', () => {
  const box = { left: 0, top: 0, right: 1, bottom: 0.6 }
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    const insets = { left: 20, right: 60, top: 100, bottom: 40 }
    const camera = Object.assign(createCamera(), { width, height }, fit(box, width, height, insets))
    expect(pixelX(camera, 0)).toBeGreaterThanOrEqual(20 - 1e-6)
    expect(pixelX(camera, 1)).toBeLessThanOrEqual(width - 60 + 1e-6)
    expect(pixelY(camera, 0)).toBeGreaterThanOrEqual(100 - 1e-6)
    expect(pixelY(camera, 0.6)).toBeLessThanOrEqual(height - 40 + 1e-6)
  }
})
