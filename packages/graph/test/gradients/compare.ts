/**
 * Holds a gradient graph against central differences of the forward graph, both run by ONNX Runtime on the CPU.
 *
 * The objective is a random linear functional of the outputs, Σ c·y, whose gradient `gradient` makes with the cotangents
 * c. The differences are of fourth order, (8(f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h, so that a step large enough for
 * float32 (h = 1/32) leaves an error of h⁴/30 times the fifth derivative. What is allowed is a thousandth of the sum of
 * the magnitudes that make up the derivative, and eight times the rounding noise of the outputs divided by h.
 */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { createBuilder } from '../../src/builder.ts'
import { gradient, gradientOf } from '../../src/gradient.ts'
import type { Graph } from '../../src/graph.ts'
import { isFloat, sizeOf, type Tensor } from '../../src/tensor.ts'
import { writeOnnx } from '../../src/write.ts'
import { randomNumbers, valuesOf, type Sample } from './sample.ts'

/** Largest step that any coordinate makes is 2h. */
const STEP = 1 / 32

type Values = Record<string, Float32Array>

/** A sample as graphs and feeds. */
export interface Case {
  readonly forward: Graph
  readonly differentiated: Graph
  /** Names of the operands that gradients flow to, and their shapes. */
  readonly reals: ReadonlyMap<string, readonly number[]>
  readonly feeds: Readonly<Record<string, OrtTensor>>
  readonly cotangents: Values
}

/** Builds a sample's graph and its gradient. */
export function prepare(op: string, sample: Sample): Case {
  const random = randomNumbers(sample.seed)
  const build = createBuilder({
    name: op,
    opset: sample.opset ?? (sample.seed % 2 === 0 ? 18 : 22),
    inputs: [],
    outputs: [],
    nodes: [],
    initializers: new Map(),
    metadata: {},
  })
  const feeds: Record<string, OrtTensor> = {}
  const reals = new Map<string, readonly number[]>()
  const names = sample.operands.map((operand, index) => {
    const name = `x${index}`
    if (operand.kind === 'absent') return ''
    if (operand.kind === 'real') {
      reals.set(name, operand.shape)
      const values = valuesOf(operand.shape, operand.spread, random).map((value) => value + operand.offset)
      feeds[name] = new OrtTensor('float32', values, operand.shape)
      return build.input(name, 'float32', operand.shape)
    }
    if (operand.kind === 'constant') return build.constant(operand.value)
    feeds[name] = ortTensor(operand.value)
    return build.input(name, operand.value.type, operand.value.shape)
  })
  // ONNX Runtime 1.30 crashes on a LayerNormalization whose last input has the empty name.
  while (names.at(-1) === '') names.pop()
  const made = build.addMany(op, names, sample.outputs ?? 1, sample.attributes, 'y')
  const outputs = made.filter((name) => isFloat(build.type(name).type))
  for (const name of outputs) build.output(name)
  const forward = { ...build.build(), inputs: [...build.build().inputs], outputs: [...build.build().outputs] }

  const cotangents: Values = {}
  for (const name of outputs) {
    const shape = build.shape(name)
    cotangents[`c/${name}`] = valuesOf(shape, 'smooth', random)
    feeds[build.input(`c/${name}`, 'float32', shape)] = new OrtTensor('float32', cotangents[`c/${name}`]!, shape)
  }
  const differentiated = gradient(build.build(), {
    of: outputs,
    withRespectTo: [...reals.keys()],
    cotangent: Object.fromEntries(outputs.map((name) => [name, `c/${name}`])),
  })
  return { forward, differentiated, reals, feeds, cotangents }
}

function ortTensor(value: Tensor): OrtTensor {
  return new OrtTensor(value.type as 'int64', value.data as BigInt64Array, value.shape)
}

/** Opens a graph in ONNX Runtime for as long as `use` takes. */
export async function withSession<T>(
  graph: Graph,
  options: InferenceSession.SessionOptions,
  use: (run: (feeds: Readonly<Record<string, OrtTensor>>) => Promise<Values>) => Promise<T>,
): Promise<T> {
  const session = await InferenceSession.create(writeOnnx(graph), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    ...options,
  })
  const taken = new Set(session.inputNames)
  try {
    return await use(async (feeds) => {
      const results = await session.run(
        Object.fromEntries(Object.entries(feeds).filter(([name]) => taken.has(name))),
      )
      const read: Values = {}
      for (const [name, result] of Object.entries(results)) read[name] = (await result.getData()) as Float32Array
      return read
    })
  } finally {
    await session.release()
  }
}

/** A derivative in some direction, as the differences and as the gradient have it. */
export interface Disagreement {
  readonly operand: string
  readonly direction: string
  readonly differences: number
  readonly gradient: number
  readonly tolerance: number
}

/** Every direction in which gradient and differences are farther apart than their rounding allows. */
export async function disagreements(one: Case, seed: number): Promise<readonly Disagreement[]> {
  const results = await withSession(one.differentiated, { graphOptimizationLevel: 'all' }, (run) => run(one.feeds))
  return withSession(one.forward, { graphOptimizationLevel: 'disabled' }, async (run) => {
    const found: Disagreement[] = []
    const random = randomNumbers(seed + 1)
    for (const [operand, shape] of one.reals) {
      const computed = results[gradientOf(operand)]!
      for (const [direction, vector] of directions(sizeOf(shape), random)) {
        const { slope, noise } = await difference(one, run, operand, vector)
        const parts = Array.from(vector, (step, at) => step * computed[at]!)
        const analytic = parts.reduce((sum, part) => sum + part, 0)
        const tolerance = parts.reduce((sum, part) => sum + Math.abs(part), 0) / 1000 + noise
        if (!(Math.abs(analytic - slope) <= tolerance)) {
          found.push({ operand, direction, differences: slope, gradient: analytic, tolerance })
        }
      }
    }
    return found
  })
}

/** A random direction, and two single coordinates. */
function directions(size: number, random: () => number): readonly (readonly [string, Float64Array])[] {
  const any = Float64Array.from({ length: size }, () => 2 * random() - 1)
  const coordinates = [...new Set([Math.floor(random() * size), Math.floor(random() * size)])]
  return [
    ['random', any],
    ...coordinates.map(
      (at) => [`element ${at}`, Float64Array.from(any, (_, other) => Number(other === at))] as const,
    ),
  ]
}

/** The fourth-order central difference of the objective in one direction, and the noise that rounding gives it. */
async function difference(
  one: Case,
  run: (feeds: Readonly<Record<string, OrtTensor>>) => Promise<Values>,
  operand: string,
  direction: Float64Array,
): Promise<{ slope: number; noise: number }> {
  const start = one.feeds[operand]!
  let noise = 0
  const objective = async (step: number): Promise<number> => {
    const moved = (start.data as Float32Array).map((value, at) => value + step * direction[at]!)
    const outputs = await run({ ...one.feeds, [operand]: new OrtTensor('float32', moved, start.dims) })
    let sum = 0
    let squares = 0
    for (const [name, values] of Object.entries(outputs)) {
      const weights = one.cotangents[`c/${name}`]!
      values.forEach((value, at) => {
        sum += value * weights[at]!
        squares += (value * weights[at]!) ** 2
      })
    }
    noise = Math.max(noise, (8 * 2 ** -23 * Math.sqrt(squares)) / STEP)
    return sum
  }
  const near = (await objective(STEP)) - (await objective(-STEP))
  const far = (await objective(2 * STEP)) - (await objective(-2 * STEP))
  return { slope: (8 * near - far) / (12 * STEP), noise: noise + 1e-6 }
}
