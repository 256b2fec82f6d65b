/** Samples of the ops that work element by element. */
import * as fc from 'fast-check'
import { float, int, string } from '../../src/graph.ts'
import { tensor } from '../../src/tensor.ts'
import {
  absent,
  broadcastable,
  constant,
  integers,
  real,
  samples,
  shapes,
  type Samples,
  type Spread,
} from './sample.ts'

const unary = (spread: Spread = 'smooth'): Samples =>
  samples(shapes(), (shape) => ({ operands: [real(shape, spread)] }))

const binary = (left: Spread = 'smooth', right: Spread = left): Samples =>
  samples(broadcastable(2), ([a, b]) => ({ operands: [real(a!, left), real(b!, right)] }))

const variadic = (spread: Spread): Samples =>
  samples(
    fc.integer({ min: 1, max: 3 }).chain((count) => broadcastable(count)),
    // Offsets keep operands that lie on the same grid apart from one another.
    (drawn) => ({ operands: drawn.map((shape, index) => real(shape, spread, index / 12)) }),
  )

/** A unary op with a parameter in an attribute. */
const withFloats = (
  names: Readonly<Record<string, readonly [number, number]>>,
  spread: Spread = 'apart',
): Samples =>
  samples(
    fc.tuple(
      shapes(),
      fc.record(
        Object.fromEntries(
          Object.entries(names).map(([name, [min, max]]) => [name, fc.double({ min, max, noNaN: true })]),
        ),
        { requiredKeys: [] },
      ),
    ),
    ([shape, values]) => ({
      operands: [real(shape, spread)],
      attributes: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, float(value as number)])),
    }),
  )

export const elementwise = {
  Abs: unary('apart'),
  Acos: unary('unit'),
  Acosh: unary('aboveOne'),
  Add: binary(),
  Asin: unary('unit'),
  Asinh: unary(),
  Atan: unary(),
  Atanh: unary('unit'),
  Celu: withFloats({ alpha: [0.5, 2] }),
  Clip: samples(fc.tuple(shapes(), fc.boolean(), fc.boolean(), fc.boolean()), ([shape, low, high, known]) => {
    const bound = (value: number) => (known ? constant(tensor('float32', [], [value])) : real([], 'zero', value))
    return { operands: [real(shape, 'apart'), low ? bound(-1) : absent, high ? bound(1.5) : absent] }
  }),
  Cos: unary(),
  Cosh: unary(),
  Div: binary('smooth', 'positive'),
  Elu: withFloats({ alpha: [-1, 2] }),
  Erf: unary(),
  Exp: unary(),
  Gelu: samples(fc.tuple(shapes(), fc.constantFrom('none', 'tanh')), ([shape, approximate]) => ({
    operands: [real(shape)],
    attributes: { approximate: string(approximate) },
    opset: 20,
  })),
  HardSigmoid: samples(fc.tuple(shapes(), fc.boolean()), ([shape, given]) => ({
    operands: [real(shape, 'apart')],
    // Kinks at multiples of 1/4.
    attributes: given ? { alpha: float(0.25), beta: float(0.5) } : { alpha: float(0.5) },
  })),
  HardSwish: unary('apart'),
  LeakyRelu: withFloats({ alpha: [-0.5, 2] }),
  Log: unary('positive'),
  Max: variadic('distinct'),
  Mean: variadic('smooth'),
  Min: variadic('distinct'),
  Mish: unary(),
  Mod: samples(fc.tuple(broadcastable(2), fc.constantFrom(1, -2)), ([[a, b], offset]) => ({
    // Between two multiples of the divisor, above 0 and below.
    operands: [real(a!, 'narrow', offset), real(b!, 'zero', 1)],
    attributes: { fmod: int(1) },
  })),
  Mul: binary(),
  Neg: unary(),
  PRelu: samples(broadcastable(2), ([a, b]) => ({ operands: [real(a!, 'apart'), real(b!)] })),
  Pow: fc.oneof(
    binary('positive', 'smooth'),
    samples(fc.tuple(shapes(), fc.constantFrom(1, 2, 3, -1)), ([shape, exponent]) => ({
      operands: [real(shape, 'positive'), constant(tensor('float32', [], [exponent]))],
    })),
    samples(shapes(), (shape) => ({ operands: [real(shape, 'positive'), integers([3], [])] })),
  ),
  Reciprocal: unary('positive'),
  Relu: unary('apart'),
  Selu: withFloats({ alpha: [0.5, 2], gamma: [0.5, 2] }),
  Sigmoid: unary(),
  Sin: unary(),
  Sinh: unary(),
  Softplus: unary(),
  Softsign: unary('apart'),
  Sqrt: unary('positive'),
  Sub: binary(),
  Sum: variadic('smooth'),
  Tan: unary('unit'),
  Tanh: unary(),
  ThresholdedRelu: samples(shapes(), (shape) => ({
    operands: [real(shape, 'apart')],
    attributes: { alpha: float(0.5) },
  })),
  Where: samples(fc.tuple(broadcastable(3), fc.nat()), ([[condition, x, y], bits]) => {
    const size = condition!.reduce((product, dimension) => product * dimension, 1)
    const holds = Array.from({ length: size }, (_, at) => (bits >> (at % 31)) & 1)
    return { operands: [constant(tensor('bool', condition!, holds)), real(x!), real(y!)] }
  }),
}
