import { expect, test } from 'vitest'
import { describeParameters, dream, instruments, parametersOf, type Instrument } from '../src/index.ts'

test('every parameter of every instrument says what it is, and five come first', () => {
  for (const instrument of Object.values(instruments)) {
    const parameters = describeParameters(instrument)
    expect(parameters.map(({ name }) => name).sort()).toEqual(Object.keys(instrument.parameters.shape).sort())
    expect(parameters.slice(0, 5).map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
    for (const parameter of parameters) {
      expect(parameter.title, parameter.name).toMatch(/^[A-Z]/)
      expect(parameter.description, parameter.name).toMatch(/\.$/)
      expect(parameter.optional || parameter.default !== undefined, parameter.name).toBe(true)
      if (parameter.kind === 'number' || parameter.kind === 'integer') {
        expect(parameter.minimum, parameter.name).toBeLessThan(parameter.maximum!)
      }
    }
    expect(instrument.name).toBe(Object.entries(instruments).find(([, other]) => other === instrument)![0])
  }
})

test('parameters are described by kind, range, unit and default', () => {
  const named = Object.fromEntries(describeParameters(dream).map((parameter) => [parameter.name, parameter]))
  expect(named['octaves']).toMatchObject({ kind: 'integer', minimum: 1, default: 4, step: 1, rank: 2 })
  expect(named['stepSize']).toMatchObject({ kind: 'number', unit: '/255', default: 1.5 })
  expect(named['layers']).toMatchObject({ kind: 'record', minimum: -10, maximum: 10, optional: true })
  expect(named['match']).toMatchObject({ kind: 'choice', choices: ['direction', 'strength'] })
})

test('presets are valid, and what is given goes over them', () => {
  for (const instrument of Object.values(instruments)) {
    for (const [preset, { title, description }] of Object.entries(instrument.presets)) {
      expect(() => parametersOf(instrument as Instrument, { preset })).not.toThrow()
      expect(title && description, preset).toBeTruthy()
    }
  }
  expect(parametersOf(dream, { parameters: { steps: 3 } })).toMatchObject({
    steps: 3,
    octaves: 4,
    octaveScale: 1.4,
    stepSize: 1.5,
    jitter: 32,
  })
})

test('all that is wrong is said at once', () => {
  const wrong = () => parametersOf(dream, { parameters: { steps: 0, octaves: 'many', colour: 1 } })
  expect(wrong).toThrow(/octaves: .*found "many"; steps: .*found 0; "colour" is no parameter; there are: layers/s)
  expect(() => parametersOf(dream, { preset: 'nightmare' })).toThrow(/no preset "nightmare". It has: reverie/)
})
