/** What a step costs beside the network, at 512 × 512 with mixed3 and mixed5. */
import { testCard } from '@reverie/testing'
import { afterAll, expect, test } from 'vitest'
import { createHost, dream, parametersOf } from '../../src/node.ts'
import { rendered } from '../../src/make.ts'
import { input } from '../material.ts'

const quiet = createHost()
afterAll(() => quiet.dispose())

test('less than 5 % of a step is spent outside ONNX Runtime', async () => {
  const parameters = parametersOf(dream, {
    parameters: { layers: { mixed3: 1, mixed5: 1 }, octaves: 1, steps: 12 },
  })
  const request = { parameters, seed: 1, inputs: { image: [input(testCard(512, 512))] } }
  const ends: { at: number; network: number }[] = []
  const shares: number[] = []
  for (let run = 0; run < 3; run++) {
    // Reading the raster and writing the result are not steps: only what lies between the first and the last counts.
    ends.length = 0
    const runtime = await quiet.runtime()
    let network = 0
    const timed: typeof runtime = {
      ...runtime,
      compile: async (graph, options) => {
        const program = await runtime.compile(graph, options)
        return {
          ...program,
          run: async (feeds, how) => {
            const start = performance.now()
            const results = await program.run(feeds, how)
            network += performance.now() - start
            return results
          },
        }
      },
    }
    await rendered(dream, request, { ...quiet, runtime: () => Promise.resolve(timed) }, (event) => {
      if (event.type === 'progress') ends.push({ at: performance.now(), network })
    })
    const [first, last] = [ends[0]!, ends.at(-1)!]
    const total = last.at - first.at
    shares.push((total - (last.network - first.network)) / total)
    console.log(
      `${(total / (ends.length - 1)).toFixed(1)} ms a step, ${(100 * shares.at(-1)!).toFixed(1)} % outside ONNX Runtime`,
    )
  }
  expect(Math.min(...shares)).toBeLessThan(0.05)
})
