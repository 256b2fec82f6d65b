/** Graphs of others, in the forms that exporters give them: the network computes what ONNX Runtime computes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createBuilder,
  float,
  int,
  ints,
  tensor,
  writeOnnx,
  type Builder,
  type Dimension,
  type Graph,
} from '@reverie/graph'
import { createRandom } from '@reverie/recipe'
import { describe, expect, test } from 'vitest'
import { findTestData } from '../../../../graph/test/testdata.ts'
import { InstrumentError } from '../../../src/instrument.ts'
import type { PatternNetwork } from '../../../src/pattern/network.ts'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import type { ReadNetworkOptions } from '../../../src/pattern/networks/reading.ts'
import { difference, evaluate, points } from './evaluate.ts'
import { run } from './onnx-runtime.ts'

/** A graph under construction, with constants drawn at random. */
interface Kit extends Builder {
  random(shape: readonly number[], low?: number): string
}

function graph(
  inputs: Readonly<Record<string, readonly Dimension[]>>,
  make: (kit: Kit, ...names: string[]) => string | readonly string[],
): Graph {
  const build = createBuilder(undefined, 'made')
  const random = createRandom(3)
  const kit: Kit = {
    ...build,
    random: (shape, low = -1) => {
      const length = shape.reduce((product, size) => product * size, 1)
      const values = Float32Array.from({ length }, () => low + (1 - low) * random.next())
      return build.constant({ type: 'float32', shape, data: values }, 'weight')
    },
  }
  const names = Object.entries(inputs).map(([name, shape]) => build.input(name, 'float32', shape))
  const made = make(kit, ...names)
  for (const name of typeof made === 'string' ? [made] : made) build.output(name)
  return build.build()
}

const read = (made: Graph, options: ReadNetworkOptions = {}): Promise<PatternNetwork> =>
  readNetwork([{ name: 'made.onnx', bytes: writeOnnx(made) }], options)

/** Reads a graph whose inputs are [points, columns] and compares it with ONNX Runtime. */
async function expectAgreement(made: Graph, options: ReadNetworkOptions = {}): Promise<PatternNetwork> {
  const network = await read(made, options)
  const given = points(13, network.features.length)
  const found = given.map((point) => evaluate(network, point))
  expect(difference(found, await run(made, given))).toBeLessThan(1e-5)
  return network
}

const outline = ({ layers }: PatternNetwork) =>
  layers.map(
    ({ inputs, units, bias, activations }) => `${inputs}→${units}${bias ? '+b' : ''} ${activations.join()}`,
  )

describe('layers', () => {
  test('MatMul and Add, with an activation', async () => {
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const hidden = kit.add('Tanh', [
        kit.add('Add', [kit.add('MatMul', [x, kit.random([3, 5])]), kit.random([5])]),
      ])
      return kit.add('Sigmoid', [
        kit.add('Add', [kit.random([1, 2]), kit.add('MatMul', [hidden, kit.random([5, 2])])]),
      ])
    })
    expect(outline(await expectAgreement(made))).toEqual(['3→5+b tanh', '5→2+b sigmoid'])
  })

  test('Gemm as PyTorch writes it, with factors, and without a bias', async () => {
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const first = kit.add('Gemm', [x, kit.random([4, 3]), kit.random([4])], {
        transB: int(1),
        alpha: float(0.5),
        beta: float(2),
      })
      return kit.add('Gemm', [kit.add('Sin', [first]), kit.random([4, 1])])
    })
    expect(outline(await expectAgreement(made))).toEqual(['3→4+b sin', '4→1 identity'])
  })

  test('linear layers one after another stay layers', async () => {
    const made = graph({ x: ['n', 2] }, (kit, x) =>
      kit.add('MatMul', [kit.add('MatMul', [x, kit.random([2, 3])]), kit.random([3, 3])]),
    )
    expect(outline(await expectAgreement(made))).toEqual(['2→3 identity', '3→3 identity'])
  })

  test('what does nothing does nothing', async () => {
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const flat = kit.add('Flatten', [kit.add('Identity', [x])])
      const [dropped] = kit.addMany('Dropout', [kit.add('Gemm', [flat, kit.random([3, 4])])], 1)
      const shaped = kit.add('Reshape', [kit.add('Cos', [dropped!]), kit.indices([-1, 4])])
      return kit.add('Squeeze', [kit.add('Unsqueeze', [shaped, kit.indices([1])]), kit.indices([1])])
    })
    expect(outline(await expectAgreement(made))).toEqual(['3→4 cos'])
  })

  test('shapes that are computed, as tracing leaves them', async () => {
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const size = kit.add('Gather', [kit.add('Shape', [x]), kit.constant(tensor('int64', [1], [0]))], {
        axis: int(0),
      })
      const shape = kit.add('Concat', [size, kit.indices([3])], { axis: int(0) })
      return kit.add('Tanh', [kit.add('MatMul', [kit.add('Reshape', [x, shape]), kit.random([3, 2])])])
    })
    expect(outline(await expectAgreement(made))).toEqual(['3→2 tanh'])
  })

  test('each point a column', async () => {
    const made = graph({ x: [3, 'n'] }, (kit, x) => {
      const sums = kit.add('Add', [kit.add('MatMul', [kit.random([4, 3]), x]), kit.random([4, 1])])
      return kit.add('Transpose', [kit.add('Tanh', [sums])], { perm: ints([1, 0]) })
    })
    const network = await read(made)
    expect(outline(network)).toEqual(['3→4+b tanh'])
    const weights = [...made.initializers.values()].map(({ data }) => data)
    expect(network.layers[0]!.weights).toEqual(weights[0])
    expect(network.layers[0]!.bias).toEqual(weights[1])
  })

  test('1 × 1 convolutions over pictures', async () => {
    const made = graph({ x: [1, 2, 'height', 'width'] }, (kit, x) => {
      const first = kit.add('Conv', [x, kit.random([6, 2, 1, 1]), kit.random([6])], { kernel_shape: ints([1, 1]) })
      return kit.add('Sigmoid', [kit.add('Conv', [kit.add('Relu', [first]), kit.random([3, 6, 1, 1])])])
    })
    const network = await read(made)
    expect(outline(network)).toEqual(['2→6+b relu', '6→3 sigmoid'])
    expect(network.layers[0]!.weights).toEqual([...made.initializers.values()][0]!.data)
  })
})

describe('what folds into layers', () => {
  test('batch normalisation behind a layer, before one, and between activation and layer', async () => {
    const norm = (kit: Kit, x: string, size: number): string =>
      kit.add('BatchNormalization', [
        x,
        kit.random([size]),
        kit.random([size]),
        kit.random([size]),
        kit.random([size], 0.2),
      ])
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const first = kit.add('Tanh', [norm(kit, kit.add('MatMul', [norm(kit, x, 3), kit.random([3, 4])]), 4)])
      return kit.add('Gemm', [norm(kit, first, 4), kit.random([4, 2])])
    })
    expect(outline(await expectAgreement(made))).toEqual(['3→4+b tanh', '4→2+b identity'])
  })

  test('scales and shifts around activations', async () => {
    const made = graph({ x: ['n', 2] }, (kit, x) => {
      const far = kit.add('Div', [kit.add('Sub', [kit.scalar(1), x]), kit.random([2], 0.5)])
      const wave = kit.add('Sin', [kit.add('Mul', [kit.scalar(3), kit.add('MatMul', [far, kit.random([2, 3])])])])
      return kit.add('Add', [kit.add('Mul', [kit.add('Neg', [wave]), kit.scalar(0.5)]), kit.scalar(0.5)])
    })
    expect(outline(await expectAgreement(made))).toEqual(['2→3+b sin', '3→3+b identity'])
  })

  test('inputs given apart, each through its own matrix, as cppn-tensorflow has them', async () => {
    const made = graph({ z: ['n', 4], x: ['n', 1], y: ['n', 1], r: ['n', 1] }, (kit, z, ...place) => {
      const latent = kit.add('Add', [kit.add('MatMul', [z, kit.random([4, 5])]), kit.random([5])])
      const sum = place.reduce(
        (all, name) => kit.add('Add', [all, kit.add('MatMul', [name, kit.random([1, 5])])]),
        latent,
      )
      return kit.add('Sigmoid', [kit.add('Gemm', [kit.add('Softplus', [sum]), kit.random([5, 3])])])
    })
    const features = ['z0', 'z1', 'z2', 'z3', 'x', 'y', 'r'] as const
    const network = await expectAgreement(made, { features })
    expect(outline(network)).toEqual(['7→5+b softplus', '5→3 sigmoid'])
  })

  test('the ways to write a Gaussian', async () => {
    const ways: ((kit: Kit, x: string) => string)[] = [
      (kit, x) => kit.add('Exp', [kit.add('Mul', [kit.add('Mul', [x, x]), kit.scalar(-0.5)])]),
      (kit, x) => kit.add('Exp', [kit.add('Neg', [kit.add('Pow', [x, kit.scalar(2)])])]),
      (kit, x) => kit.add('Exp', [kit.add('Div', [kit.add('Neg', [kit.add('Mul', [x, x])]), kit.scalar(2)])]),
      (kit, x) => kit.add('Exp', [kit.add('Sub', [kit.scalar(0.25), kit.add('Mul', [x, x])])]),
    ]
    for (const way of ways) {
      const made = graph({ x: ['n', 2] }, (kit, x) =>
        kit.add('MatMul', [way(kit, kit.add('MatMul', [x, kit.random([2, 3])])), kit.random([3, 1])]),
      )
      expect(outline(await expectAgreement(made))).toEqual(['2→3 gaussian', '3→1 identity'])
    }
  })

  test('the ways to write relu and step', async () => {
    const ways: [string, (kit: Kit, x: string) => string][] = [
      ['relu', (kit, x) => kit.add('Max', [x, kit.scalar(0)])],
      ['relu', (kit, x) => kit.add('Clip', [x, kit.scalar(0)])],
      ['step', (kit, x) => kit.add('Cast', [kit.add('Greater', [x, kit.scalar(0)])], { to: int(1) })],
      [
        'step',
        (kit, x) => kit.add('Where', [kit.add('Less', [kit.scalar(0.2), x]), kit.scalar(3), kit.scalar(-1)]),
      ],
    ]
    for (const [name, way] of ways) {
      const made = graph({ x: ['n', 2] }, (kit, x) =>
        kit.add('MatMul', [way(kit, kit.add('MatMul', [x, kit.random([2, 3])])), kit.random([3, 1])]),
      )
      expect((await expectAgreement(made)).layers[0]!.activations).toEqual([name])
    }
  })

  test("lucid's composite, halves in either order", async () => {
    for (const isTurned of [false, true]) {
      const made = graph({ x: ['n', 2] }, (kit, x) => {
        const arc = kit.add('Atan', [kit.add('Gemm', [x, kit.random([2, 4]), kit.random([4])])])
        const halves = [
          kit.add('Div', [arc, kit.scalar(0.67)]),
          kit.add('Div', [kit.add('Mul', [arc, arc]), kit.scalar(0.6)]),
        ]
        const joined = kit.add('Concat', isTurned ? halves.toReversed() : halves, { axis: int(1) })
        return kit.add('Sigmoid', [kit.add('MatMul', [joined, kit.random([8, 3])])])
      })
      expect(outline(await expectAgreement(made))).toEqual(['2→4+b composite', '8→3 sigmoid'])
    }
  })
})

describe('picking and joining', () => {
  test('outputs of their own heads, in one layer', async () => {
    const made = graph({ x: ['n', 2] }, (kit, x) => {
      const hidden = kit.add('Tanh', [kit.add('MatMul', [x, kit.random([2, 6])])])
      return ['Sigmoid', 'Sin', 'Tanh'].map((op) => kit.add(op, [kit.add('Gemm', [hidden, kit.random([6, 1])])]))
    })
    expect(outline(await expectAgreement(made))).toEqual(['2→6 tanh', '6→3 sigmoid,sin,tanh'])
    const { name } = made.outputs[1]!
    expect(outline(await read(made, { outputs: [name] }))).toEqual(['2→6 tanh', '6→1 sin'])
  })

  test('columns sliced, split, gathered and joined again', async () => {
    const made = graph({ x: ['n', 4] }, (kit, x) => {
      const sum = kit.add('MatMul', [x, kit.random([4, 6])])
      const odd = kit.add('Slice', [
        sum,
        kit.indices([1]),
        kit.indices([2 ** 31 - 1]),
        kit.indices([1]),
        kit.indices([2]),
      ])
      const even = kit.add('Gather', [sum, kit.indices([0, -2, 2])], { axis: int(1) })
      const [left, right] = kit.addMany('Split', [kit.add('Tanh', [even]), kit.indices([1, 2])], 2, {
        axis: int(1),
      })
      const joined = kit.add('Concat', [right!, kit.add('Cos', [odd]), left!], { axis: int(-1) })
      return kit.add('MatMul', [joined, kit.random([6, 2])])
    })
    const network = await expectAgreement(made)
    expect(outline(network)).toEqual(['4→6 tanh,tanh,cos,cos,cos,tanh', '6→2 identity'])
  })

  test('features that nothing reads keep their column', async () => {
    const made = graph({ x: ['n', 3] }, (kit, x) => {
      const two = kit.add('Slice', [x, kit.indices([0]), kit.indices([2]), kit.indices([1])])
      return kit.add('MatMul', [two, kit.random([2, 2])])
    })
    const { layers } = await expectAgreement(made)
    expect([...layers[0]!.weights].filter((_, index) => index % 3 === 2)).toEqual([0, 0])
  })
})

describe('skips', () => {
  const dense = (kit: Kit, x: string, units: number): string =>
    kit.add('Tanh', [kit.add('MatMul', [x, kit.random([kit.shape(x)[1]!, units])])])

  test('residuals, and where widths differ none', async () => {
    const made = graph({ x: [8, 2] }, (kit, x) => {
      const first = dense(kit, x, 4)
      const second = kit.add('Add', [first, dense(kit, first, 4)])
      const third = dense(kit, second, 3)
      return dense(kit, kit.add('Add', [dense(kit, third, 3), third]), 3)
    })
    expect((await expectAgreement({ ...made, inputs: [{ ...made.inputs[0]!, shape: ['n', 2] }] })).skips).toBe(
      'residual',
    )
  })

  test('layers that read all before them', async () => {
    const made = graph({ x: [8, 2] }, (kit, x) => {
      const first = dense(kit, x, 3)
      const second = dense(kit, kit.add('Concat', [first, x], { axis: int(1) }), 4)
      return dense(kit, kit.add('Concat', [second, x, first], { axis: int(1) }), 2)
    })
    expect((await expectAgreement({ ...made, inputs: [{ ...made.inputs[0]!, shape: ['n', 2] }] })).skips).toBe(
      'dense',
    )
  })

  test.each<[string, (kit: Kit, x: string) => string, string]>([
    [
      'some layers do not read all',
      (kit, x) => {
        const first = dense(kit, x, 3)
        const second = dense(kit, first, 4)
        return dense(kit, kit.add('Concat', [second, x], { axis: int(1) }), 2)
      },
      'skips layers, but does not read Tanh',
    ],
    [
      'one residual of two',
      (kit, x) => {
        const first = dense(kit, x, 3)
        const second = dense(kit, first, 3)
        return dense(kit, kit.add('Add', [second, dense(kit, second, 3)]), 2)
      },
      'does not add what it reads',
    ],
    [
      'a residual over two layers',
      (kit, x) => {
        const first = dense(kit, x, 3)
        return dense(kit, kit.add('Add', [first, dense(kit, dense(kit, first, 3), 3)]), 2)
      },
      'is added to other values than the ones it reads',
    ],
    [
      'branches',
      (kit, x) => {
        const left = dense(kit, dense(kit, x, 3), 3)
        const right = dense(kit, dense(kit, x, 2), 3)
        return dense(kit, kit.add('Concat', [left, right], { axis: int(1) }), 2)
      },
      'reads other values than the units beside it',
    ],
  ])('%s is refused', async (_, make, message) => {
    const made = graph({ x: [8, 2] }, make)
    await expect(read(made)).rejects.toThrow(message)
  })
})

describe("ONNX's own test models", () => {
  const data = findTestData()

  test.skipIf('missing' in data && !data.obtainable)('are read, or refused with a sentence', async () => {
    const folder = 'folder' in data ? data.folder : expect.fail(data.missing)
    const names = ['node', 'pytorch-converted', 'pytorch-operator', 'simple'].flatMap((set) =>
      readdirSync(join(folder, set)).map((name) => join(set, name)),
    )
    const results = await Promise.all(
      names.map(async (name) => {
        const bytes = readFileSync(join(folder, name, 'model.onnx'))
        return readNetwork([{ name, bytes }]).catch((error: unknown) => error)
      }),
    )
    const errors = results.filter((result) => result instanceof Error)
    expect(errors.filter((error) => !(error instanceof InstrumentError))).toEqual([])
    expect(results.length).toBeGreaterThan(1000)
    const named = Object.fromEntries(names.map((name, index) => [name, results[index]]))
    expect(named[join('node', 'test_sin')]).toMatchObject({ layers: [{ units: 5, activations: ['sin'] }] })
    expect(named[join('simple', 'test_single_relu_model')]).toMatchObject({ layers: [{ activations: ['relu'] }] })
  })
})
