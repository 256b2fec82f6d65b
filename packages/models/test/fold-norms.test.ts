import { createBuilder, float, foldConstants, int, ints, numbersOf, tensor, type Graph } from '@reverie/graph'
import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import { expect, test } from 'vitest'
import { foldNormsIntoScales } from '../src/convert/fold-norms.ts'

/** image → Conv of 8-bit codes (in `groups`) → BatchNormalization → Relu, and a second reader of the Conv if asked. */
function network({ groups = 1, bias = false, shared = false } = {}): Graph {
  const random = createRandom(4)
  const build = createBuilder()
  const image = build.input('image', 'float32', [1, 4, 6, 6])
  const codes = Uint8Array.from({ length: (8 * 4 * 9) / groups }, () => random.integer(0, 255))
  const kernel = build.add(
    'DequantizeLinear',
    [
      build.constant({ type: 'uint8', shape: [8, 4 / groups, 3, 3], data: codes }, 'codes'),
      build.constant(tensor('float32', [8], 0.01)),
      build.constant(tensor('uint8', [8], 117)),
    ],
    { axis: int(0) },
  )
  const vector = (low: number): string =>
    build.constant({
      type: 'float32',
      shape: [8],
      data: Float32Array.from({ length: 8 }, () => low + random.next()),
    })
  const convolved = build.add(
    'Conv',
    [image, kernel, ...(bias ? [vector(-0.5)] : [])],
    { kernel_shape: ints([3, 3]), group: int(groups) },
    'conv',
  )
  const norm = build.add(
    'BatchNormalization',
    [convolved, vector(-0.5), vector(-0.5), vector(-0.5), vector(0.1)],
    { epsilon: float(1e-3) },
    'norm',
  )
  build.output(build.add('Relu', [norm], {}, 'relu'))
  if (shared) build.output(build.add('Neg', [convolved]))
  return build.build()
}

async function run(graph: Graph): Promise<number[]> {
  const runtime = await createRuntime({ threads: 1 })
  const program = await runtime.compile(foldConstants(graph))
  const data = Float32Array.from({ length: 144 }, (_, index) => Math.sin(index))
  const { relu } = await program.run({ image: { type: 'float32', shape: [1, 4, 6, 6], data } })
  const numbers = numbersOf(await relu!.read())
  await runtime.dispose()
  return numbers
}

test.each([{}, { bias: true }, { groups: 4 }, { groups: 2, bias: true }])(
  'computes the same with the same codes: %o',
  async (options) => {
    const graph = network(options)
    const folded = foldNormsIntoScales(graph)
    expect(folded.nodes.map(({ op }) => op)).toEqual(['DequantizeLinear', 'Conv', 'Relu'])
    expect(folded.initializers.get('codes')).toBe(graph.initializers.get('codes'))
    const [expected, found] = [await run(graph), await run(folded)]
    expect(Math.max(...expected)).toBeGreaterThan(0.1)
    expected.forEach((each, index) => expect(found[index]).toBeCloseTo(each, 5))
  },
)

test('leaves a convolution alone that something else reads too', () => {
  const graph = network({ shared: true })
  expect(foldNormsIntoScales(graph).nodes).toEqual(graph.nodes)
})

test('a normalised value that is an output goes by the name of its convolution', () => {
  const graph = network()
  const output = { name: 'norm', type: 'float32' as const, shape: [1, 8, 4, 4] }
  const folded = foldNormsIntoScales({ ...graph, nodes: graph.nodes.slice(0, -1), outputs: [output] })
  expect(folded.outputs).toEqual([{ ...output, name: 'conv' }])
})
