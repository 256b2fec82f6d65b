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

/** φ, and φ′ by x and φ(x). */
type Curve = readonly [value: (x: number) => number, slope: (x: number, value: number) => number]

/** What each activation makes of a sum; `composite` two values. */
const curves: Readonly<Record<Activation, readonly Curve[]>> = {
  tanh: [[(x) => 1 - 2 / (exp(2 * x) + 1), (_, value) => 1 - value * value]],
  sin: [[sin, cos]],
  cos: [[cos, (x) => -sin(x)]],
  gaussian: [[(x) => exp((-x * x) / 2), (x, value) => -x * value]],
  relu: [[(x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)]],
  softplus: [[(x) => Math.max(0, x) + log(1 + exp(-Math.abs(x))), (x) => 1 / (1 + exp(-x))]],
  sigmoid: [[(x) => 1 / (1 + exp(-x)), (_, value) => value * (1 - value)]],
  abs: [[Math.abs, (x) => (x < 0 ? -1 : 1)]],
  // Its slope is infinite at 0; that of a ramp from −½ to ½ stands for it.
  step: [[(x) => (x > 0 ? 1 : 0), (x) => (Math.abs(x) <= 0.5 ? 1 : 0)]],
  identity: [[(x) => x, () => 1]],
  composite: [
    [(x) => atan(x) / 0.67, (x) => 1 / (1 + x * x) / 0.67],
    [(x) => (atan(x) * atan(x)) / 0.6, (x) => (2 * atan(x)) / (1 + x * x) / 0.6],
  ],
}

/** σ of activations with a fold, for which it hardly matters. */
const foldedSum = 1

/** Bounds of σ for the others. `softplus` needs more, since it is nearly straight for a long way. */
const leastSum = 0.1
const largestSum = 4
const largestOf: Partial<Record<Activation, number>> = { softplus: 12 }

/** Nodes for means over the normal distribution, −6 to 6, densest about 0 where curves are steepest; and their shares. */
const roots = Array.from({ length: 48 }, (_, index) => (index - 23.5) / 24)
const nodes = roots.map((root) => 6 * root * Math.abs(root))
const densities = nodes.map((node, index) => exp((-node * node) / 2) * Math.abs(roots[index]!))
const whole = densities.reduce((sum, density) => sum + density, 0)
const shares = densities.map((density) => density / whole)

/** Mean, mean square and σ² · E[φ′²] of a curve. */
function moments([value, slope]: Curve, sum: number): { mean: number; square: number; step: number } {
  let [mean, square, step] = [0, 0, 0]
  nodes.forEach((node, index) => {
    const x = node * sum
    const y = value(x)
    const steepness = slope(x, y) * sum
    mean += y * shares[index]!
    square += y * y * shares[index]!
    step += steepness * steepness * shares[index]!
  })
  return { mean, square, step }
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
  const [curve, folds] = curves[activation] as readonly [Curve, Curve?]
  if (activation === 'identity' || folded(curve)) return foldedSum
  // Half of the growth of `composite` is left to its second value.
  const own = folds === undefined ? wanted : (1 + wanted) / 2
  let low = leastSum
  let high = (largestOf[activation] ?? largestSum) * Math.max(1, gain)
  if (growth(curve, high) <= own) return high
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2
    if (growth(curve, middle) < own) low = middle
    else high = middle
  }
  return low
}

/**
 * What units give whose sums have a deviation: one value, of `composite` two.
 * @param wanted as for `sumFor`
 */
export function valuesFor(activation: Activation, sum: number, wanted: number): readonly Value[] {
  const [curve, folds] = curves[activation] as readonly [Curve, Curve?]
  if (folds !== undefined) return bothValues(curve, folds, sum, wanted)
  const { mean, square, step } = moments(curve, sum)
  if (!folded(curve)) return [{ mean: Math.abs(mean) < 1e-9 ? 0 : mean, deviation: centred(mean, square) }]
  // χ = step / (square − 2 · mean · taken + taken²): of the two solutions for what is taken away, the calmer one.
  const root = Math.sqrt(Math.max(0, mean * mean - square + step / wanted))
  const [less, more] = [mean - root, mean + root]
  const taken = unrest(curve, sum, less) <= unrest(curve, sum, more) ? less : more
  return [{ mean: taken, deviation: Math.sqrt(square - 2 * mean * taken + taken * taken) }]
}

const centred = (mean: number, square: number): number => Math.sqrt(square - mean * mean)

/** Of two values, the second of which is folded: that one weighs as much as gives the χ wanted, and at most as the first. */
function bothValues(first: Curve, second: Curve, sum: number, wanted: number): readonly Value[] {
  const [low, high] = [growth(first, sum), growth(second, sum)]
  const share = Math.min(0.5, Math.max(0.01, (wanted - low) / (high - low)))
  return [first, second].map((curve, index) => {
    const { mean, square } = moments(curve, sum)
    const weight = Math.sqrt(2 * (index === 0 ? 1 - share : share))
    return { mean: index === 0 ? 0 : mean, deviation: centred(mean, square) / weight }
  })
}

/** How much a layer passes on of sums that are larger or smaller than they should be: d ln(mean square of its values) / d ln σ². */
function unrest(curve: Curve, sum: number, taken: number): number {
  const energy = (deviation: number): number => {
    const { mean, square } = moments(curve, deviation)
    return square - 2 * mean * taken + taken * taken
  }
  return Math.abs(energy(sum * 1.01) / energy(sum * 0.99) - 1)
}
