/** What shader text looks like, and what cannot become one. */
import { describe, expect, it } from 'vitest'
import { literal, vector } from '../../../src/pattern/shaders/dialect.ts'
import { toBookOfShaders, toShadertoy } from '../../../src/pattern/shaders/glsl.ts'
import { toWgsl } from '../../../src/pattern/shaders/wgsl.ts'
import { scene } from './scenes.ts'

describe('numbers', () => {
  it('keep every float32', () => {
    for (const value of [1 / 3, -0.1, 1e-30, 6.02e23, 16_777_217, 1.1754943508222875e-38])
      expect(Math.fround(Number(literal(Math.fround(value))))).toBe(Math.fround(value))
  })
  it('are floats to a compiler', () => {
    expect([0, 1, -2, 0.5, 1e-9, 3e20].map(literal)).toEqual([
      '0.0',
      '1.0',
      '-2.0',
      '0.5',
      '1e-9',
      '300000000000000000000.0',
    ])
  })
  it('that are equal become one', () => {
    expect(vector([0.5, 0.5, 0.5])).toBe('vec3(0.5)')
    expect(vector([0.5, 0.25])).toBe('vec2(0.5, 0.25)')
  })
})

describe('a shader', () => {
  const pattern = scene({ depth: 1, units: 4 })
  it('has what its place gives and asks for', () => {
    expect(toShadertoy(pattern)).toContain('void mainImage(out vec4 fragColor, in vec2 fragCoord)')
    expect(toBookOfShaders(pattern)).toMatch(/uniform vec2 u_resolution;[^]*gl_FragColor = /)
    expect(toWgsl(pattern)).toMatch(/@vertex fn vertex\([^]*@fragment fn fragment\(/)
  })
  it('begins with a comment, behind which a recipe has its place, and is ASCII', () => {
    for (const text of [toShadertoy(pattern), toBookOfShaders(pattern), toWgsl(pattern)]) {
      expect(text).toMatch(/^\/\/ /)
      expect(text).toMatch(/^[\n\x20-\x7e]*$/)
    }
  })
  it('moves with its clock only when asked to', () => {
    const motion = { seed: 1, swing: 1, turns: 1, seconds: 4 }
    expect(toShadertoy(pattern)).not.toContain('iTime')
    expect(toShadertoy(pattern, { motion })).toContain('iTime / 4.0')
    expect(toWgsl(pattern, { motion })).toContain('frame.time / 4.0')
  })
  it('of a network of 16 units and 9 layers has some thirty thousand letters', () => {
    expect(toShadertoy(scene({ units: 16, depth: 8 })).length).toBeLessThan(40_000)
  })
  it('is refused where it would be too large or the scene contradicts itself', () => {
    expect(() => toShadertoy(scene({ units: 128, depth: 8 }))).toThrow(
      /The network has \d+ weights in blocks of four; as the text of a shader it can have at most 100000\./,
    )
    expect(() => toWgsl({ ...pattern, latents: [] })).toThrow(/z0/)
  })
})
