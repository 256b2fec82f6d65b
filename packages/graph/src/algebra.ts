/** Formulas in a builder: `mul(dy, sub(1, mul(y, y)))` where numbers become constants of the right type. */
import type { Builder } from './builder.ts'
import { float, type Attributes } from './graph.ts'
import { positiveMask, zeroMask } from './mask.ts'
import { tensor } from './tensor.ts'

/** A value of the graph by name, or a number. */
export type Term = string | number

/** Operations that add one node each and return the name of its output. All of them run on every provider. */
export interface Algebra {
  add(left: Term, right: Term): string
  sub(left: Term, right: Term): string
  mul(left: Term, right: Term): string
  div(left: Term, right: Term): string
  /** Any op of one input. */
  apply(op: string, value: Term, attributes?: Attributes): string
  neg(value: Term): string
  exp(value: Term): string
  /** max(low, min(high, value)); a bound may be absent. */
  clip(value: Term, low: number | undefined, high: number | undefined): string
  /** 1 where a value is above 0, else 0. */
  positive(value: Term): string
  /** 1 where a value that is never above 0 is 0, else 0. */
  attained(value: Term): string
  /** 1 where a value is above a bound, else 0. */
  above(value: Term, bound: number): string
  /** 1 where a value is below a bound, else 0. */
  below(value: Term, bound: number): string
  /** 1 where low < value < high, else 0. */
  inside(value: Term, low: number, high: number): string
  /** `below` where a value is negative, `above` where it is positive; at 0 the number between them nearest to 0. */
  step(value: Term, below: number, above: number): string
  /** A number as a constant of shape []. */
  number(value: Term): string
}

/** Steepness of the steps (mask.ts says why 2^100): exact for |x| > 2^-100. */
const STEEP = 2 ** 100

/** Bounds from here on, times STEEP, come near the largest float32 (2^128). */
const FAR = 2 ** 27

/** The algebra of a builder over numbers of the type that the value `like` has. */
export function algebraOf(build: Builder, like: string): Algebra {
  const known = build.type(like).type
  const type = known === undefined || known === 'string' ? 'float32' : known
  const number = (value: Term): string =>
    typeof value === 'string' ? value : build.constant(tensor(type, [], [value]), 'scalar')
  const apply: Algebra['apply'] = (op, value, attributes) => build.add(op, [number(value)], attributes)
  const binary = (op: string) => (left: Term, right: Term) => build.add(op, [number(left), number(right)])
  const mul = binary('Mul')
  const clip: Algebra['clip'] = (value, low, high) => {
    const bounds = [low, high].map((bound) => (bound === undefined ? '' : number(bound)))
    return build.add('Clip', [number(value), ...(high === undefined ? bounds.slice(0, 1) : bounds)])
  }
  /**
   * 1 where slope·(value - bound) is positive. Scaling by a power of 2 is exact, so the difference has its right sign;
   * a bound that would leave float32's range in that scale is subtracted first.
   */
  const beyond = (value: Term, bound: number, slope: number): string =>
    Math.abs(bound) < FAR
      ? apply('HardSigmoid', value, { alpha: float(slope), beta: float(-bound * slope) })
      : apply('HardSigmoid', build.add('Sub', [number(value), number(bound)]), {
          alpha: float(slope),
          beta: float(0),
        })
  return {
    add: binary('Add'),
    sub: binary('Sub'),
    mul,
    div: binary('Div'),
    apply,
    neg: (value) => apply('Neg', value),
    exp: (value) => apply('Exp', value),
    clip,
    positive: (value) => positiveMask(build, number(value)),
    attained: (value) => zeroMask(build, number(value)),
    above: (value, bound) => beyond(value, bound, STEEP),
    below: (value, bound) => beyond(value, bound, -STEEP),
    inside: (value, low, high) => mul(beyond(value, low, STEEP), beyond(value, high, -STEEP)),
    step: (value, below, above) =>
      below <= above ? clip(mul(value, STEEP), below, above) : clip(mul(value, -STEEP), above, below),
    number,
  }
}
