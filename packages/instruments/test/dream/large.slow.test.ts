/** A large picture in bounded memory: measured in a process of its own, as the system counts it. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('4096 × 2731 at 2 octaves × 2 steps stays below 2 GB, and the estimate says so', async () => {
  const script = fileURLToPath(new URL('large.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--conditions=reverie-source', script],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
  )
  const { peakBytes, width, height, estimate, timings } = JSON.parse(stdout.trim().split('\n').at(-1)!)
  console.log(
    `peak ${(peakBytes / 1e9).toFixed(2)} GB, estimated ${(estimate.bytes / 1e9).toFixed(2)} GB; ` +
      `${(timings.total / 1000).toFixed(0)} s, estimated ${estimate.seconds.toFixed(0)} s`,
  )
  expect({ width, height }).toEqual({ width: 4096, height: 2731 })
  expect(peakBytes).toBeLessThan(2e9)
  expect(estimate.bytes).toBeGreaterThan(0.7 * peakBytes)
  expect(estimate.bytes).toBeLessThan(1.5 * peakBytes)
})
