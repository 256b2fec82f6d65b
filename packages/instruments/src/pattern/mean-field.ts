/**
 * How strongly the units of a random network must listen, so that it draws a picture and neither a grey sheet nor
 * noise.
 *
 * In a wide random network each unit's sum is near to normal, with the same deviation σ for all units of a layer if
 * the weights are scaled so. A small step in the plane then grows, from one layer to the next and relative to the
 * values, by √χ with
 *
 *     χ = σ² · E[φ′(σg)²] / Var[φ(σg)],   g normal
 *
 * (B. Poole et al., "Exponential expressivity in deep neural networks through transient chaos", 2016; S. Schoenholz
 * et al., "Deep information propagation", 2017). After d layers the step has grown χ^(d/2)-fold: below 1 everything
 * fades to one colour, far above 1 neighbouring pixels have nothing in common. So a total growth is chosen, every
 * layer gets its equal share of it, whatever the depth and the activation, and σ follows from χ.
 *
 * Each activation is led along a way on which χ goes from about 1, where the units see φ as a straight line, to as
 * much as it can give, and bisection finds the place. For tanh and its like the way is σ itself. Where φ has a fold
 * (relu, abs, gaussian, cos), sums are moved by an offset too: at first the fold is out of reach, at last in the
 * middle.
 */
import { atan, cos, exp, log, sin } from './exact-math.ts'
import type { Activation } from './network.ts'

/** How units are driven: the deviation that their sums should have, and what is added to them. */
export interface Drive {
  readonly sum: number
  readonly offset: number
}

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

/** From s = 0, where φ is nearly straight, to s = 1; σ is given for gain 1 and below. */
type Way = (s: number) => Drive

const along =
  (from: Drive, to: Drive): Way =>
  (s) => ({ sum: from.sum + s * (to.sum - from.sum), offset: from.offset + s * (to.offset - from.offset) })

const steady = along({ sum: 0.1, offset: 0 }, { sum: 4, offset: 0 })
const fixed: Way = () => ({ sum: 1, offset: 0 })

/**
 * The way of each activation. `softplus` is nearly straight for longer than others; `step` is never, nor `identity`
 * bent.
 */
const ways: Readonly<Record<Activation, Way>> = {
  tanh: steady,
  sin: steady,
  sigmoid: steady,
  composite: steady,
  softplus: along({ sum: 3, offset: 12 }, { sum: 3, offset: 0 }),
  cos: along({ sum: 0.1, offset: Math.PI / 2 }, { sum: 2, offset: 0 }),
  gaussian: along({ sum: 0.1, offset: 1 }, { sum: 2, offset: 0 }),
  relu: along({ sum: 1, offset: 4 }, { sum: 1, offset: 0 }),
  abs: along({ sum: 1, offset: 4 }, { sum: 1, offset: 0 }),
  step: fixed,
  identity: fixed,
}

/**
 * Nodes for means over the normal distribution, −6 to 6, densest about 0 where curves are steepest; and their shares.
 */
const roots = Array.from({ length: 48 }, (_, index) => (index - 23.5) / 24)
const nodes = roots.map((root) => 6 * root * Math.abs(root))
const densities = nodes.map((node, index) => exp((-node * node) / 2) * Math.abs(roots[index]!))
const whole = densities.reduce((sum, density) => sum + density, 0)
const shares = densities.map((density) => density / whole)

/** Of a curve: its mean, its variance, and χ. */
interface Moments {
  readonly mean: number
  readonly variance: number
  readonly growth: number
}

function moments([value, slope]: Curve, { sum, offset }: Drive): Moments {
  let [mean, square, step] = [0, 0, 0]
  nodes.forEach((node, index) => {
    const x = node * sum + offset
    const y = value(x)
    const steepness = slope(x, y) * sum
    mean += y * shares[index]!
    square += y * y * shares[index]!
    step += steepness * steepness * shares[index]!
  })
  const variance = square - mean * mean
  return { mean, variance, growth: step / variance }
}

/**
 * How to drive units of an activation.
 * @param wanted χ of each of their layers, at least 1; approached as far as the activation allows
 * @param gain above 1, a factor on the largest deviation that is tried
 */
export function driveOf(activation: Activation, wanted: number, gain: number): Drive {
  const [curve, folds] = curves[activation] as readonly [Curve, Curve?]
  // Half of the growth of `composite` is left to its second value.
  const own = folds === undefined ? wanted : (1 + wanted) / 2
  const most = Math.max(1, gain)
  const at = (s: number): Drive => {
    const { sum, offset } = ways[activation](Math.min(1, s))
    return { sum: sum * Math.max(1, s), offset }
  }
  let [low, high] = [0, most]
  if (moments(curve, at(high)).growth <= own) return at(high)
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2
    if (moments(curve, at(middle)).growth < own) low = middle
    else high = middle
  }
  return at(low)
}

/**
 * What units give: one value, of `composite` two.
 * @param wanted as for `driveOf`
 */
export function valuesOf(activation: Activation, drive: Drive, wanted: number): readonly Value[] {
  const [first, second] = curves[activation].map((curve) => moments(curve, drive)) as [Moments, Moments?]
  const readied = ({ mean, variance }: Moments, weight: number): Value => ({
    mean: Math.abs(mean) < 1e-9 ? 0 : mean,
    deviation: Math.sqrt(variance) / weight,
  })
  if (second === undefined) return [readied(first, 1)]
  // The second value folds; it weighs as much as gives the χ wanted, and at most as the first.
  const share = Math.min(0.5, Math.max(0.01, (wanted - first.growth) / (second.growth - first.growth)))
  return [readied(first, Math.sqrt(2 * (1 - share))), readied(second, Math.sqrt(2 * share))]
}
