/** How views cut their work. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf } from '../../../src/pattern/shaders/interpreter.ts'
import { slotsOf } from '../../../src/pattern/shaders/interpreter-program.ts'
import { coarseFrame } from '../../../src/pattern/shaders/frame.ts'
import { planScene } from '../../../src/pattern/shaders/scene-text.ts'
import { createPace } from '../../../src/pattern/shaders/webgl/pace.ts'
import { tilesOf } from '../../../src/pattern/shaders/webgl/tiles.ts'
import { scene } from './scenes.ts'

describe('tiles', () => {
  it('cover a picture once, in about the size that was asked for', () => {
    const sides = fc.integer({ min: 1, max: 90 })
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 1, max: 9000 }), (width, height, pixels) => {
        const covered = new Uint8Array(width * height)
        for (const tile of tilesOf(width, height, () => pixels)) {
          expect(tile.width * tile.height).toBeLessThanOrEqual(Math.max(64, 1.5 * pixels + 8 * 8))
          for (let y = tile.y; y < tile.y + tile.height; y++)
            for (let x = tile.x; x < tile.x + tile.width; x++) covered[y * width + x]!++
        }
        expect(covered.every((times) => times === 1)).toBe(true)
      }),
    )
  })
})

describe('a coarse picture', () => {
  const frame = { width: 800, height: 400, samples: 2 }
  it('is left out where the fine one is quick', () => {
    expect(coarseFrame(frame, 10)).toBeUndefined()
  })
  it('has one sample a pixel, and is the smaller the longer the fine one takes, down to 96', () => {
    expect(coarseFrame(frame, 20)).toEqual({ width: 800, height: 400, samples: 1 })
    expect(coarseFrame(frame, 200)).toEqual({ width: 283, height: 142, samples: 1 })
    expect(coarseFrame(frame, 1e6)).toEqual({ width: 192, height: 96, samples: 1 })
  })
  it('is left out where it would be the same', () => {
    expect(coarseFrame({ width: 96, height: 96, samples: 1 }, 1000)).toBeUndefined()
  })
})

describe('the pace', () => {
  it('learns quickly that a GPU is fast, and that it has become slow', () => {
    const pace = createPace()
    const first = pace.piece('compiled')
    for (let frame = 0; frame < 6; frame++) pace.learn('compiled', 1e8, 1)
    expect(pace.expected('compiled', 1e8)).toBeCloseTo(1, 5)
    expect(pace.piece('compiled')).toBeGreaterThan(20 * first)
    for (let frame = 0; frame < 8; frame++) pace.learn('compiled', 1e8, 100)
    expect(pace.expected('compiled', 1e8)).toBeCloseTo(100, 0)
    // What is known of one kind says nothing of the other.
    expect(pace.expected('interpreter', 1e8)).toBeCloseTo(150, 5)
  })
})

describe('a plan', () => {
  it('stays the same while latents move, and has another fingerprint for other weights', () => {
    const one = scene({ seed: 1 })
    expect(planScene(scene({ seed: 1, latents: [1, 1] })).fingerprint).toBe(planScene(one).fingerprint)
    expect(planScene(scene({ seed: 2 })).fingerprint).not.toBe(planScene(one).fingerprint)
  })
  it('keeps two layers of values, or all of them for dense skips', () => {
    expect(slotsOf(planScene(scene({ units: 16, depth: 8 }))).slots).toBe(1 + 2 * 4)
    expect(slotsOf(planScene(scene({ units: 16, depth: 8, skips: 'dense' }))).slots).toBe(1 + 9 * 4 + 1)
  })
  it('sums units of a mixed layer by their activations, so that few blocks mix', () => {
    const { layers } = planScene(scene({ units: 16, activations: ['tanh', 'sin', 'gaussian', 'cos'], depth: 2 }))
    const kinds = layers[1]!.activations
    const blocks = [0, 4, 8, 12].map((start) => new Set(kinds.slice(start, start + 4)).size)
    expect(blocks).toEqual([1, 1, 1, 1])
  })
  it('fits the interpreter up to 256 units, not with dense skips through 65 layers', () => {
    expect(capacityOf(slotsOf(planScene(scene({ units: 256, depth: 1 }))).slots)).toBeDefined()
    expect(capacityOf(slotsOf(planScene(scene({ units: 64, depth: 64, skips: 'dense' }))).slots)).toBeUndefined()
  })
})
