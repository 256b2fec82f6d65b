import { expect, test } from 'vitest'
import { openJobs, type Progress, type Unit, type Work } from '../src/index.ts'
import { createPace } from '../src/pace.ts'

const jobs = openJobs()

function* numbers(count: number, drawn: (index: number) => void = () => {}): Generator<Unit<number>> {
  for (let index = 0; index < count; index++) {
    drawn(index)
    yield { key: String(index), input: index }
  }
}

const later = async (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const double: Work<number, number> = {
  name: 'double',
  run: async (input) => {
    await later(input % 3)
    if (input === 4) throw new Error('four')
    return 2 * input
  },
}

test('Each unit has one outcome; an error is the outcome of its unit only', async () => {
  const seen = new Map<string, unknown>()
  const progress: Progress[] = []
  const options = { concurrency: 3, total: 20, onProgress: (step: Progress) => progress.push(step) }
  for await (const outcome of jobs.run(numbers(20), double, options))
    seen.set(outcome.key, outcome.ok ? outcome.output : (outcome.error as Error).message)
  expect(seen.size).toBe(20)
  expect(seen.get('7')).toBe(14)
  expect(seen.get('4')).toBe('four')
  expect(progress.at(-1)).toMatchObject({ done: 20, failed: 1, total: 20, remaining: 0 })
})

test('Units are drawn as outcomes are taken', async () => {
  let drawn = 0
  const outcomes = jobs.run(
    numbers(1000, () => drawn++),
    double,
    { concurrency: 4 },
  )
  await outcomes.next()
  await later(20)
  expect(drawn).toBeLessThanOrEqual(5)
  await outcomes.return()
  expect(drawn).toBeLessThanOrEqual(5)
})

test('At most so many units are under way as was said', async () => {
  let now = 0
  let most = 0
  const work = {
    name: 'count',
    run: async () => {
      most = Math.max(most, ++now)
      await later(1)
      now--
    },
  }
  for await (const outcome of jobs.run(numbers(30), work, { concurrency: 5 })) expect(outcome.ok).toBe(true)
  expect(most).toBe(5)
})

test('A failing unit is tried again as often as was said', async () => {
  const attempts: number[] = []
  const work = {
    name: 'flaky',
    run: async (_: number, { attempt }: { attempt: number }) => {
      attempts.push(attempt)
      if (attempt < 3) throw new Error('not yet')
      return attempt
    },
  }
  for await (const outcome of jobs.run(numbers(1), work, { concurrency: 1, retries: 2 }))
    expect(outcome).toMatchObject({ ok: true, output: 3 })
  expect(attempts).toEqual([1, 2, 3])
})

test('A signal ends the run with its reason; units under way hear of it', async () => {
  const stop = new AbortController()
  let heard = 0
  const work = {
    name: 'wait',
    run: async (_: number, { signal }: { signal: AbortSignal }) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(void heard++))),
  }
  setTimeout(() => stop.abort(new Error('enough')), 5)
  const run = async () => {
    for await (const _ of jobs.run(numbers(10), work, { concurrency: 3, signal: stop.signal })) expect.unreachable()
  }
  await expect(run()).rejects.toThrow('enough')
  expect(heard).toBe(3)
})

test('Wrong calls are told', async () => {
  await expect(jobs.run(numbers(1), double, { concurrency: 0 }).next()).rejects.toThrow(
    'The concurrency of "double" is a whole number from 1, found 0.',
  )
  const twins = [
    { key: 'a', input: 1 },
    { key: 'a', input: 2 },
  ]
  await expect(jobs.run(twins, double, { concurrency: 2 }).next()).rejects.toThrow('have the key "a"')
})

test('The rate is that of the last seconds', () => {
  let time = 0
  const pace = createPace(300, () => time)
  for (let index = 0; index < 100; index++) {
    time += 1000
    pace.step(true)
  }
  for (let index = 0; index < 100; index++) {
    time += 200
    pace.step(true)
  }
  time += 200
  const { rate, remaining } = pace.step(true)
  expect(rate).toBeCloseTo(5, 0)
  expect(remaining).toBeCloseTo(99 / 5, 0)
})
