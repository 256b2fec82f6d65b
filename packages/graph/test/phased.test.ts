import { expect, it } from 'vitest'
import { gradientOf } from '../src/gradient.ts'
import { numbersOf } from '../src/tensor.ts'
import { differentiated, feedsOf, geometries } from './phased.ts'
import { runGraph } from './run.ts'

it.each(geometries)('a convolution beside a pool is differentiated by phases: %j %j %j', async (...geometry) => {
  const phased = differentiated(geometry, true)
  const whole = differentiated(geometry, false)
  expect(phased.nodes.map(({ op }) => op)).not.toContain('ConvTranspose')
  expect(whole.nodes.map(({ op }) => op)).toContain('ConvTranspose')
  const found = await runGraph(phased, feedsOf(geometry, true))
  const expected = await runGraph(whole, feedsOf(geometry, false))
  const [a, b] = [found, expected].map((results) => [...numbersOf(results[gradientOf('x')]!)])
  const largest = Math.max(...b!.map(Math.abs))
  expect(largest).toBeGreaterThan(1)
  expect(Math.max(...b!.map((value, at) => Math.abs(value - a![at]!)))).toBeLessThan(1e-5 * largest)
})
