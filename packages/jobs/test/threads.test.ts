import { afterEach, expect, test } from 'vitest'
import { openJobs, openThreads, type Outcome, type ThreadWork } from '../src/node.ts'

interface Half {
  readonly half: number
  readonly threadId: number
}

let work: ThreadWork<number, Half>
afterEach(async () => work.close())

const open = (threads: number): ThreadWork<number, Half> => {
  work = openThreads({ name: 'halve', module: new URL('./processes/halve.mjs', import.meta.url), threads, data: 2 })
  return work
}

async function run(inputs: readonly number[], threads = 2, signal?: AbortSignal): Promise<Outcome<number, Half>[]> {
  const units = inputs.map((input) => ({ key: String(input), input }))
  const outcomes: Outcome<number, Half>[] = []
  for await (const outcome of openJobs().run(units, open(threads), { concurrency: 4, signal }))
    outcomes.push(outcome)
  return outcomes.toSorted((a, b) => a.input - b.input)
}

test('Units are done in threads, which are told what they need', async () => {
  const outcomes = await run([2, 4, 6, 8, 10, 12])
  expect(outcomes.map((outcome) => outcome.ok && outcome.output.half)).toEqual([1, 2, 3, 4, 5, 6])
  const threads = new Set(outcomes.map((outcome) => outcome.ok && outcome.output.threadId))
  expect(threads.has(0)).toBe(false)
  expect(threads.size).toBeLessThanOrEqual(2)
})

test('What a thread throws is the outcome of its unit', async () => {
  const [, odd] = await run([2, 3, 4])
  expect(odd).toMatchObject({ ok: false, error: { message: '3 is odd' } })
})

test('A thread that dies fails its unit, and another takes its place', async () => {
  const outcomes = await run([2, 13, 20, 30, 40], 1)
  const failed = outcomes.filter(({ ok }) => !ok).map(({ input }) => input)
  expect(failed).toContain(13)
  expect(outcomes.at(-1)).toMatchObject({ ok: true, output: { half: 20 } })
})

test('A thread that does not listen holds nobody up', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('enough')), 200)
  await expect(run([99], 1, stop.signal)).rejects.toThrow('enough')
})
