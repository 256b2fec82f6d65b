/**
 * Measures this process's resident memory around many runs, or around many cycles of compile, run and release.
 * Prints { before, after } in bytes.
 */
import { cut, gradient, layers, type Graph } from '@reverie/graph'
import { createRuntime, type Program } from '@reverie/runtime/node'
import { networks } from '@reverie/testing'
import { randomTensor } from '../tensors.ts'

const [mode, warmUps, times] = process.argv.slice(2) as [string, string, string]
const network = networks.resnet({ size: 128 })
const part = cut(network, [layers(network).at(-2)!.name])
const graph: Graph = gradient(part, { of: part.outputs[0]!.name, withRespectTo: ['image'] })
const image = randomTensor([1, 3, 128, 128], 1)
const runtime = await createRuntime()

async function run(program: Program): Promise<void> {
  for (const handle of Object.values(await program.run({ image }))) handle.dispose()
}

const steps: Record<string, () => Promise<void>> = {
  runs: () => run(kept),
  cycles: async () => {
    const program = await runtime.compile(graph, { key: 'another' })
    await run(program)
    await program.release()
  },
}
const kept = await runtime.compile(graph)
const step = steps[mode]!
for (let index = 0; index < Number(warmUps); index++) await step()
const before = process.memoryUsage.rss()
for (let index = 0; index < Number(times); index++) await step()
process.stdout.write(JSON.stringify({ before, after: process.memoryUsage.rss() }))
