import { expect, test } from 'vitest'
import { channelWeights, parseChannels } from '../../src/dream/channels.ts'
import { InstrumentError } from '../../src/instrument.ts'

test('channels are read by number and by strength, for several layers', () => {
  expect(parseChannels('')).toEqual({})
  expect(parseChannels('mixed4:12,40; mixed5 : strongest:3')).toEqual({
    mixed4: { kind: 'numbers', numbers: [12, 40] },
    mixed5: { kind: 'strongest', count: 3 },
  })
  expect(parseChannels('block/1:0:weakest:2')).toEqual({ 'block/1:0': { kind: 'weakest', count: 2 } })
})

test.each([
  'mixed4',
  'mixed4:',
  'mixed4:a',
  'mixed4:strongest',
  'mixed4:strongest:0',
  ':3',
  'mixed4:1,,2',
  'mixed4:-1',
])('refuses %j with an example', (text) => {
  expect(() => parseChannels(text)).toThrow(InstrumentError)
  expect(() => parseChannels(text)).toThrow(/cannot be read.*mixed4:strongest:3/)
})

test('a layer given twice is refused', () => {
  expect(() => parseChannels('a:1;a:2')).toThrow(/"a" are given twice/)
})

test('strongest and weakest are ranked by energy, and silent channels are no weakest', () => {
  const energy = Float32Array.of(3, 0, 9, 1)
  expect([...channelWeights('l', undefined, 4, undefined)]).toEqual([1, 1, 1, 1])
  expect([...channelWeights('l', { kind: 'strongest', count: 2 }, 4, energy)]).toEqual([1, 0, 1, 0])
  expect([...channelWeights('l', { kind: 'weakest', count: 2 }, 4, energy)]).toEqual([1, 0, 0, 1])
})

test('a number beyond the layer is refused with the range', () => {
  expect(() => channelWeights('l', { kind: 'numbers', numbers: [4] }, 4, undefined)).toThrow(
    'Layer "l" has no channel 4. It has 4, numbered 0 to 3.',
  )
})
