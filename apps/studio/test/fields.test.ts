import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InstrumentDescription } from '../src/description.ts'
import { fieldsOf, positionOf, randomValue, snap, valueAt, type NumberField } from '../src/panel/fields.ts'

const described = (properties: InstrumentDescription['schema']['properties']): InstrumentDescription => ({
  name: 'x',
  version: 1,
  title: 'X',
  summary: '',
  schema: { properties },
  inputs: {},
  presets: {},
  exports: {},
})

const property = (rank?: number) => ({
  type: 'integer',
  minimum: 0,
  maximum: 9,
  ...(rank !== undefined && { rank }),
})
const number = (schema: object) =>
  fieldsOf(described({ one: { type: 'number', ...schema } })).more[0] as NumberField

test('the five of the highest rank come first, the others as the schema orders them', () => {
  const { first, more } = fieldsOf(
    described({
      late: property(),
      e: property(5),
      a: property(1),
      f: property(6),
      d: property(4),
      b: property(2),
      c: property(3),
    }),
  )
  expect(first.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(more.map(({ name }) => name)).toEqual(['f', 'late'])
})

test('a slider gives back the value it was set to', () => {
  const ranges = [
    number({ minimum: 1, maximum: 12, step: 1 }),
    number({ minimum: -180, maximum: 180, step: 0.5 }),
    number({ minimum: 16, maximum: 32_768, step: 1 }),
    number({ minimum: 1, maximum: 100_000, step: 1, default: 1 }),
  ]
  expect(ranges.map(({ curved }) => curved)).toEqual([false, false, true, true])
  for (const field of ranges)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const value = snap(field.minimum + share * (field.maximum - field.minimum), field)
        const position = positionOf(value, field)
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(1)
        expect(valueAt(position, field)).toBeCloseTo(value, 6)
      }),
    )
})

test('the dice stay in the range and on the steps', () => {
  const field = number({ minimum: 0, maximum: 32, step: 0.1, default: 1.5 })
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (chances) => {
      const value = randomValue(field, () => chances.next().value!) as number
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(32)
      expect(Math.abs(value * 10 - Math.round(value * 10))).toBeLessThan(1e-9)
    }),
  )
})

test('a default is one of the steps of its slider, also where nobody said how fine those are', () => {
  for (const schema of [
    { minimum: 1, maximum: 60, default: 30 },
    { minimum: 0, maximum: 1, default: 0.35 },
    { minimum: 0, maximum: 180, default: 45 },
  ]) {
    const field = number(schema)
    expect(snap(schema.default, field)).toBe(schema.default)
    expect(Number((((schema.default - field.minimum) / field.step) % 1).toFixed(6)) % 1).toBe(0)
  }
})
