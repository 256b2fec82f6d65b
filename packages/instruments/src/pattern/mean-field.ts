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
 * Where φ has a fold (relu, abs, gaussian, cos, step), χ hardly depends on σ; there it is decided by a constant that is
 * taken away from the values before the next layer listens: χ is greatest when that is their mean.
 */
import { atan, cos, exp, log, sin } from './exact-math.ts'
import type { Activation } from './network.ts'

/** How a value is made ready for the layer that reads it. */
export interface Value {
  /** To be subtracted. */
  readonly mean: number
  /** Root mean square of what is left. */
  readonly deviation: number
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

/** σ of activations with a fold, for which it hardly matters. */
const foldedSum = 1

/** Bounds of σ for the others. `softplus` needs more, since it is nearly straight for a long way. */
const leastSum = 0.1
const largestSum = 4
const largestOf: Partial<Record<Activation, number>> = { softplus: 12 }

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

const folded = (curve: Curve): boolean => growth(curve, leastSum) > 1.2

/**
 * The deviation that the sums of units should have.
 * @param wanted χ of each of their layers, at least 1; approached as far as the activation allows
 * @param gain above 1, a factor on the largest deviation that is tried
 */
export function sumFor(activation: Activation, wanted: number, gain: number): number {
  const [curve] = curves[activation] as readonly [Curve]
  if (activation === 'identity' || folded(curve)) return foldedSum
  let low = leastSum
  let high = (largestOf[activation] ?? largestSum) * Math.max(1, gain)
  if (growth(curve, high) <= wanted) return high
  for (let halving = 0; halving < 30; halving++) {
    const middle = (low + high) / 2
    if (growth(curve, middle) < wanted) low = middle
    else high = middle
  }
  return low
}

/**
 * What units give whose sums have a deviation: one value, of `composite` two.
 * @param wanted as for `sumFor`
 */
export function valuesFor(activation: Activation, sum: number, wanted: number): readonly Value[] {
  return curves[activation].map((curve) => {
    const { mean, square, step } = moments(curve, sum)
    if (mean * mean < 1e-9) return { mean: 0, deviation: Math.sqrt(square) }
    if (!folded(curve)) return { mean, deviation: Math.sqrt(square - mean * mean) }
    // χ = step / (square − 2 · mean · taken + taken²): of the two solutions for what is taken away, the calmer one.
    const root = Math.sqrt(Math.max(0, mean * mean - square + step / wanted))
    const [less, more] = [mean - root, mean + root]
    const taken = unrest(curve, sum, less) <= unrest(curve, sum, more) ? less : more
    return { mean: taken, deviation: Math.sqrt(square - 2 * mean * taken + taken * taken) }
  })
}

/** How much a layer passes on of sums that are larger or smaller than they should be: d ln(mean square of its values) / d ln σ². */
function unrest(curve: Curve, sum: number, taken: number): number {
  const energy = (deviation: number): number => expectation((x) => (curve[0](x) - taken) ** 2, deviation)
  return Math.abs(energy(sum * 1.01) / energy(sum * 0.99) - 1)
}
