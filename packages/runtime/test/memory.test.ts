import { expect, it } from 'vitest'
import { runProcess } from './process.ts'

interface Resident {
  readonly before: number
  readonly after: number
}

it('keeps its resident memory within 2 % over 500 runs, after 50', async () => {
  const { before, after } = await runProcess<Resident>('memory', ['runs', '50', '500'])
  expect(after / before).toBeLessThan(1.02)
})

it('gives memory back with programs, over 100 compilations, after 50', async () => {
  const { before, after } = await runProcess<Resident>('memory', ['cycles', '50', '100'])
  expect(after / before).toBeLessThan(1.1)
})
