import { createRandom } from '@reverie/recipe'
import { expect, test } from 'vitest'
import type { InstrumentDescription } from '../src/description.ts'
import { another, lockOf, roll, type Part } from '../src/pattern/chance.ts'

const instrument: InstrumentDescription = {
  name: 'pattern',
  version: 1,
  title: 'Pattern',
  summary: '',
  schema: {
    properties: {
      color: { group: 'Colour' },
      palette: { group: 'Colour' },
      units: { group: 'Network' },
      zoom: { group: 'View' },
      compat: { group: 'Network' },
      width: { group: 'Picture' },
      z: { group: 'Latents' },
    },
  },
  inputs: {},
  presets: {
    plain: { title: '', description: '', parameters: {} },
    stone: { title: '', description: '', parameters: { units: 40, zoom: 0.5, color: 'oklch' } },
    old: { title: '', description: '', parameters: { compat: 'netart', color: 'bw' } },
  },
  exports: {},
}

const chance = () => createRandom(7).next
const table = {
  parameters: { width: 500, units: 3, color: 'hsl', z: [0.1, 0.2] },
  edits: [],
  locked: [],
  files: {},
}
const locked = (...parts: Part[]) => ({ ...table, locked: parts.map(lockOf) })

test('another is another seed at the same latents, and what was bred is gone', () => {
  const change = another({ ...table, edits: [{ type: 'move', seed: 1 }] }, [0.5, -0.5], chance())!
  expect(change.seed).toBeTypeOf('number')
  expect(change.edits).toEqual([])
  expect(change.parameters).toEqual({ ...table.parameters, z: [0.5, -0.5] })
})

test('another leaves a locked network alone: it colours it anew, else moves it; locked wholly, it does nothing', () => {
  expect(another(locked('network'), [0, 0], chance())).toMatchObject({ edits: [{ type: 'mutate', part: 'color' }] })
  const moved = another(locked('network', 'color'), [0, 0], chance())!
  expect(moved.parameters).toMatchObject({ units: 3, color: 'hsl' })
  expect(moved.parameters?.['z']).not.toEqual([0, 0])
  expect(moved.seed).toBeUndefined()
  expect(another(locked('network', 'color', 'latents'), [0, 0], chance())).toBeUndefined()
})

test('a network from a file stays: another shows it from elsewhere', () => {
  const files = { network: [{ sha256: 'a', name: 'mine.onnx' }] }
  const change = another({ ...table, files }, [0, 0], chance())!
  expect(change.seed).toBeUndefined()
  expect(change.parameters?.['z']).toHaveLength(2)
})

test('the dice mix what presets set, and touch nothing else', () => {
  const next = chance()
  const seen = new Set<string>()
  for (let time = 0; time < 60; time++) {
    const { parameters = {}, seed } = roll(instrument, table, 2, next)!
    expect(seed).toBeTypeOf('number')
    expect(parameters['width']).toBe(500)
    expect(parameters['compat']).toBeUndefined()
    expect([undefined, 40]).toContain(parameters['units'])
    expect([undefined, 'oklch']).toContain(parameters['color'])
    seen.add(JSON.stringify([parameters['units'], parameters['color']]))
  }
  // Forms of one preset and colours of another.
  expect(seen.size).toBe(4)
})

test('the dice leave alone what is locked: parts, and parameters by name', () => {
  for (let time = 0; time < 20; time++) {
    const network = roll(instrument, locked('network'), 2, chance())!
    expect(network.parameters?.['units']).toBe(3)
    expect(network.seed).toBeUndefined()
    expect(roll(instrument, locked('color'), 2, chance())!.parameters?.['color']).toBe('hsl')
    expect(roll(instrument, locked('latents'), 2, chance())!.parameters?.['z']).toEqual([0.1, 0.2])
    const byName = roll(instrument, { ...table, locked: ['units'] }, 2, chance())!
    expect(byName.parameters?.['units']).toBe(3)
  }
})
