/** Folded graphs compute what the graphs before them did, and exactly the foldable norms are gone. */
import { describe, expect, it } from 'vitest'
import {
  createBuilder,
  float,
  foldBatchNorms,
  int,
  ints,
  isStatic,
  tensor,
  type Builder,
  type Graph,
} from '../src/index.ts'
import { randomNumbers, valuesOf } from './gradients/sample.ts'
import { runGraph } from './run.ts'

/** A graph of one input with constants drawn at random. */
function network(shape: readonly number[], add: (build: Builder, x: string, weights: Weights) => string): Graph {
  const random = randomNumbers(7)
  const build = createBuilder()
  const weights: Weights = (size, spread = 'smooth') =>
    build.constant({ type: 'float32', shape: size, data: valuesOf(size, spread, random) }, 'w')
  build.output(add(build, build.input('x', 'float32', shape), weights))
  return build.build()
}

type Weights = (shape: readonly number[], spread?: 'smooth' | 'positive') => string

function norm(build: Builder, x: string, channels: number, weights: Weights): string {
  const parameters = [
    weights([channels]),
    weights([channels]),
    weights([channels]),
    weights([channels], 'positive'),
  ]
  return build.add('BatchNormalization', [x, ...parameters], { epsilon: float(0.01) })
}

async function folded(graph: Graph): Promise<string[]> {
  const after = foldBatchNorms(graph)
  const [input] = graph.inputs
  if (!isStatic(input!.shape)) throw new Error('static shapes only')
  const feeds = {
    x: { type: 'float32', shape: input!.shape, data: valuesOf(input!.shape, 'smooth', randomNumbers(1)) },
  } as const
  const [expected, found] = [await runGraph(graph, feeds), await runGraph(after, feeds)]
  for (const { name } of graph.outputs) {
    const [a, b] = [expected[name]!.data as Float32Array, found[name]!.data as Float32Array]
    const scale = Math.max(...Array.from(a, Math.abs))
    a.forEach((value, at) => expect(Math.abs(value - b[at]!)).toBeLessThan(1e-5 * scale))
  }
  expect(after.outputs).toEqual(graph.outputs)
  return after.nodes.map(({ op }) => op)
}

describe('a batch norm', () => {
  it('behind a grouped, padded Conv goes into it', async () => {
    const graph = network([2, 4, 5, 5], (build, x, weights) => {
      const y = build.add('Conv', [x, weights([6, 2, 3, 3])], { group: int(2), pads: ints([1, 1, 1, 1]) })
      return norm(build, y, 6, weights)
    })
    expect(await folded(graph)).toEqual(['Conv'])
  })

  it('behind a grouped ConvTranspose with a bias goes into it', async () => {
    const graph = network([2, 4, 3, 3], (build, x, weights) => {
      const y = build.add('ConvTranspose', [x, weights([4, 3, 2, 2]), weights([6])], {
        group: int(2),
        strides: ints([2, 2]),
      })
      return norm(build, y, 6, weights)
    })
    expect(await folded(graph)).toEqual(['ConvTranspose'])
  })

  it.each([0, 1])('behind a Gemm with transB = %i, α and β goes into it', async (transB) => {
    const graph = network([3, 4], (build, x, weights) => {
      const attributes = { transB: int(transB), alpha: float(0.5), beta: float(2) }
      const y = build.add('Gemm', [x, weights(transB ? [5, 4] : [4, 5]), weights([1, 5])], attributes)
      return norm(build, y, 5, weights)
    })
    expect(await folded(graph)).toEqual(['Gemm'])
  })

  it('before a grouped Conv that does not pad goes into it', async () => {
    const graph = network([2, 4, 5, 5], (build, x, weights) => {
      const y = norm(build, x, 4, weights)
      return build.add('Conv', [y, weights([6, 2, 3, 3]), weights([6])], { group: int(2), strides: ints([2, 1]) })
    })
    expect(await folded(graph)).toEqual(['Conv'])
  })

  it('before a Gemm goes into it', async () => {
    const graph = network([3, 4], (build, x, weights) =>
      build.add('Gemm', [norm(build, x, 4, weights), weights([4, 5])], { alpha: float(0.5) }),
    )
    expect(await folded(graph)).toEqual(['Gemm'])
  })

  it('before a Conv that pads stays, since padding is 0 and not the shift', async () => {
    const graph = network([2, 4, 5, 5], (build, x, weights) =>
      build.add('Conv', [norm(build, x, 4, weights), weights([6, 4, 3, 3])], { pads: ints([1, 1, 1, 1]) }),
    )
    expect(await folded(graph)).toEqual(['BatchNormalization', 'Conv'])
  })

  it('between two, all in a row with another norm, leaves only the convolutions', async () => {
    const graph = network([1, 3, 6, 6], (build, x, weights) => {
      const first = build.add('Conv', [norm(build, x, 3, weights), weights([4, 3, 1, 1])])
      const normed = norm(build, norm(build, first, 4, weights), 4, weights)
      return norm(build, build.add('Conv', [build.add('Relu', [normed]), weights([2, 4, 3, 3])]), 2, weights)
    })
    expect(await folded(graph)).toEqual(['Conv', 'Relu', 'Conv'])
  })

  it('stays where the value before it has another reader, is an output, or is trained', async () => {
    const read = network([1, 3, 6, 6], (build, x, weights) => {
      const y = build.add('Conv', [x, weights([4, 3, 1, 1])])
      return build.add('Add', [y, norm(build, y, 4, weights)])
    })
    expect(await folded(read)).toEqual(['Conv', 'BatchNormalization', 'Add'])
    const output = network([1, 3, 6, 6], (build, x, weights) => {
      const y = build.add('Conv', [x, weights([4, 3, 1, 1])])
      build.output(y)
      return norm(build, y, 4, weights)
    })
    expect(await folded(output)).toEqual(['Conv', 'BatchNormalization'])
    const trained = network([2, 3, 6, 6], (build, x, weights) => {
      const y = build.add('Conv', [x, weights([4, 3, 1, 1])])
      const parameters = [weights([4]), weights([4]), weights([4]), weights([4], 'positive')]
      return build.addMany('BatchNormalization', [y, ...parameters], 3, { training_mode: int(1) })[0]!
    })
    expect(await folded(trained)).toEqual(['Conv', 'BatchNormalization'])
  })

  it('leaves shared weights as they are for others', async () => {
    const graph = network([1, 3, 6, 6], (build, x, weights) => {
      const shared = weights([3, 3, 1, 1])
      const one = norm(build, build.add('Conv', [x, shared]), 3, weights)
      return build.add('Add', [one, build.add('Conv', [x, shared])])
    })
    expect(await folded(graph)).toEqual(['Conv', 'Conv', 'Add'])
  })
})

it('a batch norm without shift goes into a Conv that pads', async () => {
  const graph = network([1, 2, 4, 4], (build, x, weights) => {
    const zeros = build.constant(tensor('float32', [2], 0))
    const variance = weights([2], 'positive')
    const y = build.add('BatchNormalization', [x, weights([2]), zeros, zeros, variance])
    return build.add('Conv', [y, weights([3, 2, 3, 3])], { pads: ints([1, 1, 1, 1]) })
  })
  expect(await folded(graph)).toEqual(['Conv'])
})
