import { expect, test } from 'vitest'
import { startProgress } from '../src/progress.ts'
import type { Terminal } from '../src/terminal.ts'

/** Progress in a log: a line every ten seconds. */
function log(): { readonly lines: string[]; readonly at: (seconds: number) => ReturnType<typeof startProgress> } {
  const lines: string[] = []
  let time = 0
  const terminal = { quiet: false, columns: undefined, note: (line: string) => lines.push(line) }
  const progress = startProgress(terminal as unknown as Terminal, 'birds', () => time)
  return {
    lines,
    at: (seconds) => {
      time = 1000 * seconds
      return progress
    },
  }
}

test('tells how far, how long still and how fast, in shares of the work', () => {
  const { lines, at } = log()
  at(20).update({ stage: 'octave 2', done: 2, total: 10 })
  expect(lines).toEqual(['20 %, 1 min 20 s left, 1.0 %/s  birds: octave 2'])
})

test('counts what people count', () => {
  const { lines, at } = log()
  at(20).update({ stage: 'collecting', done: 880, total: 6900, unit: 'pictures' })
  expect(lines).toEqual(['880 of 6900 pictures, 2 min 17 s left, 44.0/s  birds: collecting'])
})

test('a stage that counts from the beginning again has a pace of its own', () => {
  const { lines, at } = log()
  at(100).update({ stage: 'collecting', done: 100, total: 100, unit: 'pictures' })
  at(101).update({ stage: 'neighbours', done: 0, total: 4 })
  at(111).update({ stage: 'neighbours', done: 1, total: 4 })
  expect(lines.at(-1)).toBe('25 %, 30 s left, 2.5 %/s  birds: neighbours')
})
