import { expect, test } from 'vitest'
import { sendMany } from './intake-load.ts'

test('two hundred who send at once, and two kills', async () => {
  const { acknowledgedBefore, seconds } = await sendMany(200)
  expect(acknowledgedBefore).toBeGreaterThanOrEqual(66)
  process.stdout.write(
    `200 submissions, ${acknowledgedBefore} acknowledged before the kill, in ${seconds.toFixed(0)} s\n`,
  )
})
