/**
 * A gradient on ONNX Runtime's own WebGPU provider, without fallback to the CPU, beside the CPU's. Prints the distance
 * relative to the largest slope. The process that starts it names a Vulkan driver in the environment.
 */
import { gradient } from '@reverie/graph'
import { createRuntime } from '@reverie/runtime/node'
import { distance, networks } from '@reverie/testing'
import { randomTensor } from '../tensors.ts'

const kind = process.argv[2] as keyof typeof networks
const network = networks[kind]()
const graph = gradient(network, { of: network.outputs[0]!.name, withRespectTo: ['image'] })
const image = randomTensor([1, 3, 32, 32], 1)

async function slopes(provider: 'cpu' | 'webgpu'): Promise<Float32Array> {
  const runtime = await createRuntime({ provider })
  const program = await runtime.compile(graph, { allowFallback: false })
  const made = await program.run({ image }, { outputs: ['gradient/image'] })
  return (await made['gradient/image']!.read()).data as Float32Array
}

process.stdout.write(JSON.stringify(distance(await slopes('webgpu'), await slopes('cpu'))))
process.exit(0)
