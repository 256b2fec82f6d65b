/**
 * How strongly the units of a random network must listen, so that it draws a picture and neither a grey sheet nor noise.
 *
 * In a wide random network each unit's sum is near to normal, with the same deviation σ for all units of a layer if the
 * weights are scaled so. A small step in the plane then grows, from one layer to the next and relative to the values, by √χ with
 *
 *     χ = σ² · E[φ′(σg)²] / Var[φ(σg)],   g normal
 *
 * (B. Poole et al., "Exponential expressivity in deep neural networks through transient chaos", 2016; S. Schoenholz et
 * al., "Deep information propagation", 2017). After d layers the step has grown χ^(d/2)-fold: below 1 everything fades
 * to one colour, far above 1 neighbouring pixels have nothing in common. So a total growth is chosen, every layer gets
 * its equal share of it, whatever the depth and the activation, and σ follows from χ.
 *
 * Where φ is odd or rises steadily, χ goes from 1 (φ seen as a straight line) upwards with σ: σ is found by bisection.
 * Where φ has a fold (relu, abs, gaussian, cos, step), χ hardly depends on σ; there it is decided by how much of the mean
 * E[φ] is taken away before the next layer listens: 1 or less with none of it, its greatest with all of it.
 */
import { atan, cos, exp, log, sin } from './exact-math.ts'
import type { Activation } from './network.ts'

/** How values of an activation are made ready for the layer that reads them. */
export interface Value {
  /** To be subtracted. */
  readonly mean: number
  /** Root mean square of what is left. */
  readonly deviation: number
}

/** How a unit is driven. */
export interface Drive {
  /** Deviation that its sum should have. */
  readonly sum: number
  /** What it gives: one value, of `composite` two. */
  readonly values: readonly Value[]
}

/** φ and φ′. */
type Curve = readonly [value: (x: number) => number, slope: (x: number) => number]

const tanh = (x: number): number => 1 - 2 / (exp(2 * x) + 1)
const sigmoid = (x: number): number => 1 / (1 + exp(-x))

/** What each activation makes of a sum; `composite` two values. */
const curves: Readonly<Record<Activation, readonly Curve[]>> = {
  tanh: [[tanh, (x) => 1 - tanh(x) ** 2]],
  sin: [[sin, cos]],
  cos: [[cos, (x) => -sin(x)]],
  gaussian: [[(x) => exp((-x * x) / 2), (x) => -x * exp((-x * x) / 2)]],
  relu: [[(x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)]],
  softplus: [[(x) => Math.max(0, x) + log(1 + exp(-Math.abs(x))), sigmoid]],
  sigmoid: [[sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x))]],
  abs: [[Math.abs, (x) => (x < 0 ? -1 : 1)]],
  // Its slope is infinite at 0; that of a ramp from −½ to ½ stands for it.
  step: [[(x) => (x > 0 ? 1 : 0), (x) => (Math.abs(x) <= 0.5 ? 1 : 0)]],
  identity: [[(x) => x, () => 1]],
  composite: [
    [(x) => atan(x) / 0.67, (x) => 1 / (1 + x * x) / 0.67],
    [(x) => atan(x) ** 2 / 0.6, (x) => (2 * atan(x)) / (1 + x * x) / 0.6],
  ],
}

/** σ where it is not found from χ, and its bounds where it is. */
const usualSum = 1
const leastSum = 0.1
const largestSum = 4

/** Nodes of the trapezoid rule for means over the normal distribution: from −6 to 6 deviations. */
const nodes = Array.from({ length: 49 }, (_, index) => (index - 24) / 4)
const shares = nodes.map((node) => exp((-node * node) / 2))
const whole = shares.reduce((sum, share) => sum + share, 0)

function expectation(f: (x: number) => number, deviation: number): number {
  return nodes.reduce((sum, node, index) => sum + f(node * deviation) * shares[index]!, 0) / whole
}

/** Mean, mean square and σ² · E[φ′²]. */
function moments([value, slope]: Curve, sum: number): { mean: number; square: number; step: number } {
  return {
    mean: expectation(value, sum),
    square: expectation((x) => value(x) ** 2, sum),
    step: sum * sum * expectation((x) => slope(x) ** 2, sum),
  }
}

/** χ with all of the mean taken away. */
function growth(curve: Curve, sum: number): number {
  const { mean, square, step } = moments(curve, sum)
  return step / (square - mean * mean)
}

/** The σ at which a curve grows a step as wanted, or its bound. */
function sumFor(curve: Curve, wanted: number): number {
  let low = leastSum
  let high = largestSum
  if (growth(curve, high) <= wanted) return high
  for (let halving = 0; halving < 30; halving++) {
    const middle = (low + high) / 2
    if (growth(curve, middle) < wanted) low = middle
    else high = middle
  }
  return low
}

/**
 * How to drive units of an activation.
 * @param wanted χ of each of their layers, at least 1; approached as far as the activation allows
 */
export function driveOf(activation: Activation, wanted: number): Drive {
  const [first] = curves[activation] as readonly [Curve]
  const folded = activation === 'identity' || growth(first, leastSum) > 1.2
  const sum = folded ? usualSum : sumFor(first, wanted)
  return {
    sum,
    values: curves[activation].map((curve) => {
      const { mean, square, step } = moments(curve, sum)
      if (mean * mean < 1e-9) return { mean: 0, deviation: Math.sqrt(square) }
      // χ = step / (square − taken · mean²), where `taken` is 1 − (1 − share of the mean that is subtracted)².
      const taken = Math.min(1, Math.max(0, (square - step / wanted) / (mean * mean)))
      const left = (1 - Math.sqrt(1 - taken)) * mean
      return { mean: left, deviation: Math.sqrt(square - taken * mean * mean) }
    }),
  }
}
