import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atan, cos, exp, log, sin } from '../../src/pattern/exact-math.ts'

/** The gap between a number and the next larger one. */
function ulp(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(value))
  view.setBigUint64(0, view.getBigUint64(0) + 1n)
  return view.getFloat64(0) - Math.abs(value)
}

const range = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('own functions', () => {
  it.each([
    ['log', log, Math.log, range(1e-300, 1e300), 2],
    ['log near 1', log, Math.log, range(0.7, 1.5), 2],
    ['exp', exp, Math.exp, range(-700, 700), 2],
    ['sin', sin, Math.sin, range(-1e5, 1e5), 3],
    ['cos', cos, Math.cos, range(-1e5, 1e5), 3],
    ['atan', atan, Math.atan, range(-1e9, 1e9), 9],
    ['atan near 0', atan, Math.atan, range(-3, 3), 9],
  ] as const)(
    '%s is as this engine has it, within a few units in the last place',
    (_, own, engine, numbers, units) => {
      fc.assert(
        fc.property(numbers, (x) => {
          expect(Math.abs(own(x) - engine(x))).toBeLessThanOrEqual(units * ulp(engine(x)) + 1e-300)
        }),
        { numRuns: 5000 },
      )
    },
  )

  it('gives the same bits everywhere', () => {
    expect([log(3), log(1e-9), exp(1), exp(-3.5), sin(1), cos(1), atan(1)]).toEqual([
      1.0986122886681096, -20.72326583694641, 2.7182818284590455, 0.0301973834223185, 0.8414709848078965,
      0.5403023058681398, 0.7853981633974483,
    ])
    expect([log(1), exp(0), sin(0), cos(0), exp(-1000), exp(1000)]).toEqual([0, 1, 0, 1, 0, Infinity])
  })
})
