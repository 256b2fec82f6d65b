/** Run as a process of its own: dreams a 4096 × 2731 picture and prints what it took as JSON. */
import { testCard } from '@reverie/testing'
import { createHost, dream, parametersOf } from '../../src/node.ts'
import { rendered } from '../../src/make.ts'

const host = createHost()
const raster = testCard(4096, 2731)
const request = {
  parameters: parametersOf(dream, { parameters: { octaves: 2, steps: 2 } }),
  seed: 1,
  inputs: { image: [{ raster, sha256: '0'.repeat(64), name: 'large.png' }] },
}
const estimate = await dream.estimate(request, host)
const result = await rendered(dream, request, host)
const made = result.output.kind === 'raster' ? result.output.raster : undefined
console.log(
  JSON.stringify({
    peakBytes: process.resourceUsage().maxRSS * 1024,
    width: made?.width,
    height: made?.height,
    estimate,
    timings: result.timings,
  }),
)
await host.dispose()
