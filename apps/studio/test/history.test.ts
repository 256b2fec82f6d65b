import { beforeEach, expect, test } from 'vitest'
import { record, redo, undo, useHistory } from '../src/state/history.ts'

let value = 0
const step = (from: number, to: number, key?: string) => ({
  label: `to ${to}`,
  undo: () => (value = from),
  redo: () => (value = to),
  ...(key && { key }),
})

beforeEach(() => {
  value = 0
  useHistory.setState({ past: [], future: [] })
})

test('steps are taken back and done again in order, and a new one forgets what was taken back', () => {
  record(step(0, 1))
  record(step(1, 2))
  undo()
  undo()
  expect([value, undo()]).toEqual([0, undefined])
  redo()
  expect(value).toBe(1)
  record(step(1, 7))
  expect(redo()).toBeUndefined()
  undo()
  expect(value).toBe(1)
})

test('a drag is one step; two drags with a pause between are two', () => {
  record(step(0, 1, 'octaves'), 0)
  record(step(1, 2, 'octaves'), 100)
  record(step(2, 3, 'octaves'), 200)
  record(step(3, 4, 'octaves'), 5000)
  undo()
  expect(value).toBe(3)
  undo()
  expect(value).toBe(0)
  redo()
  expect(value).toBe(3)
})
