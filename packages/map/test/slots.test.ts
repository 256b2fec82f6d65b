import { expect, test } from 'vitest'
import { createSlots } from '../src/gpu/slots.ts'

test('who was not looked at for longest makes room; nobody who is looked at does', () => {
  const slots = createSlots(10, 3)
  const taken = [4, 5, 6].map((row) => slots.take(row, 1)!.slot)
  expect(new Set(taken)).toEqual(new Set([0, 1, 2]))
  expect(slots.used).toBe(3)
  slots.touch(slots.slotOf(4), 2)
  slots.touch(slots.slotOf(6), 2)
  expect(slots.take(7, 2)).toEqual({ slot: taken[1], evicted: 5 })
  expect(slots.slotOf(5)).toBe(-1)
  expect(slots.take(8, 2)).toBeUndefined()
  expect(slots.used).toBe(3)
})
