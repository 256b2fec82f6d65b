import { dream, type Instrument } from '@reverie/instruments'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addParameterOptions, readParameters } from '../src/parameters.ts'

const meta = { description: 'How many.', control: 'slider', group: 'Dream' } as const
const toy = {
  name: 'toy',
  parameters: z.strictObject({
    manyThings: z
      .int()
      .min(2)
      .max(9)
      .default(5)
      .meta({ title: 'Many', ...meta }),
    bright: z
      .boolean()
      .default(false)
      .meta({ title: 'Bright', ...meta }),
    mood: z
      .enum(['calm', 'wild'])
      .default('calm')
      .meta({ title: 'Mood', ...meta }),
    shares: z
      .record(z.string(), z.number().min(-1).max(1))
      .optional()
      .meta({ title: 'Shares', ...meta }),
  }),
  presets: { loud: { title: 'Loud', description: '', parameters: { bright: true, manyThings: 8 } } },
} as unknown as Instrument

function help(instrument: Instrument, names = {}): string {
  const command = new Command('toy').configureHelp({ helpWidth: 200 })
  addParameterOptions(command, instrument, names)
  return command.helpInformation()
}

describe('options come from the schema', () => {
  test('with their range and default', () => {
    expect(help(toy)).toMatch(/--many-things <number>\s+How many\. \(2 to 9; 5 unless said\)/)
    expect(help(toy)).toMatch(/--mood <number>|--mood <text>/)
    expect(help(toy)).toContain('(calm, wild; calm unless said)')
  })

  test('under another name where one is given', () => {
    expect(help(toy, { manyThings: 'count' })).toContain('--count <number>')
    expect(readParameters(toy, { count: '3' }, undefined, { manyThings: 'count' }).parameters).toMatchObject({
      manyThings: 3,
    })
  })

  test('for every parameter of the real instrument, with its own words', () => {
    const text = help(dream).replace(/\s+/g, ' ')
    for (const [name, field] of Object.entries(dream.parameters.shape)) {
      expect(text).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
      expect(text).toContain((field.meta() as { description: string }).description.replace(/\s+/g, ' '))
    }
  })
})

describe('values', () => {
  test('of options win over the preset, the preset over the default', () => {
    expect(readParameters(toy, { manyThings: '3' }, 'loud').parameters).toEqual({
      manyThings: 3,
      bright: true,
      mood: 'calm',
    })
    expect(readParameters(toy, { bright: false }, 'loud').parameters).toMatchObject({
      manyThings: 8,
      bright: false,
    })
  })

  test('of weights are names with numbers; a name alone weighs 1', () => {
    expect(readParameters(toy, { shares: 'a=0.5, b ,c=-1' }, undefined).parameters).toMatchObject({
      shares: { a: 0.5, b: 1, c: -1 },
    })
  })

  test('that cannot be meant are told all at once, each with what is expected and what was found', () => {
    const { problems } = readParameters(toy, { manyThings: '10', mood: 'odd', shares: 'a=b' }, 'lout')
    expect(problems).toEqual([
      'There is no preset "lout". Did you mean "loud"? There are: loud.',
      '--shares takes names with weights from -1 to 1, as in "mixed3=1,mixed5=0.5", not "a=b".',
      '--many-things takes a whole number from 2 to 9, not "10".',
      '--mood takes one of calm, wild, not "odd".',
    ])
  })

  test.each(['', ' ', 'abc', '1e999', '5.5'])('%j is no whole number', (text) => {
    expect(readParameters(toy, { manyThings: text }, undefined).problems).toHaveLength(1)
  })
})
