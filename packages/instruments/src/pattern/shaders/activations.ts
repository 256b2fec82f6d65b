/**
 * Activations on vec4, in both languages.
 *
 * Sine, cosine and arctangent are written out: WGSL promises an error of 2⁻¹¹ for sin and cos within ±π and nothing beyond,
 * and 4096 units in the last place for atan, which a deep network would make visible. Errors here: 6·10⁻⁸ (sine: Taylor's
 * series to x¹¹ on ±π/2), 3·10⁻⁸ (arctangent: a polynomial of degree 9 through Chebyshev's points on ±tan π/8).
 * The built-in tanh overflows in some drivers (gpuweb/gpuweb#4458), so it is made of an exponential that cannot.
 */
import type { Dialect } from './dialect.ts'
import { laneActivations, type LaneActivation, type PlannedLayer } from './plan.ts'

/** Names of the functions; an identity has none. */
export const activationNames: Readonly<Record<LaneActivation, string>> = {
  tanh: 'hyperbolicTangent',
  sin: 'sine',
  cos: 'cosine',
  gaussian: 'gaussian',
  relu: 'rectified',
  softplus: 'softPlus',
  sigmoid: 'logistic',
  abs: 'abs',
  step: 'above',
  identity: '',
  arctangent: 'lucidArctangent',
  squaredArctangent: 'lucidSquare',
}

/** Activations that layers use, in the order of {@link laneActivations}. */
export function activationsOf(layers: readonly PlannedLayer[]): LaneActivation[] {
  const used = new Set<LaneActivation>()
  for (const { activations } of layers) {
    for (const activation of activations) used.add(activation)
  }
  return laneActivations.filter((activation) => used.has(activation))
}

/**
 * Definitions of activations, each a function of a vec4.
 * @param turns whether `sine` and `cosine` are called besides
 */
export function activationText(dialect: Dialect, used: readonly LaneActivation[], turns: boolean): string[] {
  const define = (name: string, ...body: string[]): string => dialect.function(name, { x: 'vec4' }, 'vec4', body)
  const waves = turns || used.includes('sin') || used.includes('cos')
  const arctangent = used.includes('arctangent') || used.includes('squaredArctangent')
  const formulas: Partial<Record<LaneActivation, readonly string[]>> = {
    tanh: [
      dialect.let('vec4', 'e', 'exp(-2.0 * min(abs(x), vec4(15.0)))'),
      'return sign(x) * (vec4(1.0) - e) / (vec4(1.0) + e);',
    ],
    gaussian: ['return exp(-0.5 * x * x);'],
    relu: ['return max(x, vec4(0.0));'],
    softplus: ['return max(x, vec4(0.0)) + log(vec4(1.0) + exp(-abs(x)));'],
    sigmoid: ['return vec4(1.0) / (vec4(1.0) + exp(-clamp(x, vec4(-40.0), vec4(40.0))));'],
    step: ['return vec4(1.0) - step(x, vec4(0.0));'],
    arctangent: ['return arctangent(x) / 0.67;'],
    squaredArctangent: [dialect.let('vec4', 'y', 'arctangent(x)'), 'return y * y / 0.6;'],
  }
  return [
    ...(waves ? turnText(dialect, define) : []),
    ...(arctangent ? [arctangentText(dialect, define)] : []),
    ...used.flatMap((activation) => {
      const body = formulas[activation]
      return body === undefined ? [] : [define(activationNames[activation], ...body)]
    }),
  ]
}

type Define = (name: string, ...body: string[]) => string

/** Sine and cosine. 2π is taken off in two parts, the first exact, so that large sums keep their digits. */
function turnText(dialect: Dialect, define: Define): string[] {
  return [
    define(
      'withinTurn',
      dialect.let('vec4', 'turns', 'floor(x * 0.159154943 + vec4(0.5))'),
      'return (x - turns * 6.28125) - turns * 0.00193530718;',
    ),
    define(
      'sineNearZero',
      dialect.let('vec4', 's', 'x * x'),
      dialect.let('vec4', 'high', '(2.75573192e-6 - s * 2.50521084e-8) * s - vec4(0.000198412698)'),
      'return x + x * s * (((high * s) + vec4(0.00833333333)) * s - vec4(0.166666667));',
    ),
    define(
      'sine',
      dialect.let('vec4', 'y', 'withinTurn(x)'),
      'return sineNearZero(max(min(y, vec4(3.14159265) - y), vec4(-3.14159265) - y));',
    ),
    define('cosine', 'return sineNearZero(vec4(1.57079633) - abs(withinTurn(x)));'),
  ]
}

/** From the quotient of the smaller by the larger of |x| and 1, whose angle is halved before the polynomial. */
function arctangentText(dialect: Dialect, define: Define): string {
  return define(
    'arctangent',
    dialect.let('vec4', 'size', 'abs(x)'),
    dialect.let('vec4', 't', 'min(size, vec4(1.0)) / max(size, vec4(1.0))'),
    dialect.let('vec4', 'h', 't / (vec4(1.0) + sqrt(vec4(1.0) + t * t))'),
    dialect.let('vec4', 's', 'h * h'),
    dialect.let('vec4', 'high', '((s * 0.0797629207 - vec4(0.138484895)) * s + vec4(0.199740827)) * s'),
    dialect.let('vec4', 'angle', '2.0 * h * ((high - vec4(0.33332786)) * s + vec4(1.0))'),
    'return sign(x) * mix(angle, vec4(1.57079633) - angle, step(vec4(1.0), size));',
  )
}
