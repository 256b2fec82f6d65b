/**
 * A pattern's network: a chain of dense layers from a point of the plane to the numbers that a colour is made of
 * (a compositional pattern-producing network: Stanley, "Compositional pattern producing networks", 2007).
 *
 * Plain data, wherever it came from: drawn from a seed, bred, or read from a file. The exact kernel, the shaders and the
 * exports all take it in this form.
 */

/** What a unit does with its sum. */
export const activations = [
  'tanh',
  'sin',
  'cos',
  'gaussian',
  'relu',
  'softplus',
  'sigmoid',
  'abs',
  'step',
  'identity',
  'composite',
] as const

/**
 * `gaussian` is e^(−x²/2), `step` is 1 above 0 and else 0. `composite` (lucid's) makes two values of each sum,
 * atan(x) / 0.67 of all units and then atan²(x) / 0.6 of all units; it is of a whole layer, never of single units.
 */
export type Activation = (typeof activations)[number]

/**
 * What a first layer reads at a point: `x`, `y` and `r` = √(x² + y²) of the plane; `one`; latent number n, from 0, as `z0`;
 * `sinX` … `cosY`, the sines and cosines of 2πu and 2πv (u, v from 0 to 1 across the picture) that make a tile; the
 * extra picture's channels, 0 to 1.
 */
export type Feature =
  | 'x'
  | 'y'
  | 'r'
  | 'one'
  | `z${number}`
  | 'sinX'
  | 'cosX'
  | 'sinY'
  | 'cosY'
  | 'red'
  | 'green'
  | 'blue'

/** One layer: activation(W · input + bias). */
export interface DenseLayer {
  /** Values that it reads. */
  readonly inputs: number
  readonly units: number
  /** [units, inputs], row-major. */
  readonly weights: Float32Array
  /** [units]; absent for none. */
  readonly bias?: Float32Array
  /** One for all units, or one for each. */
  readonly activations: readonly Activation[]
}

/**
 * A network.
 *
 * `skips` says what a layer after the first reads. `none`: the values of the layer before. `residual`: the same, and what it
 * read is added to what it gives wherever both are equally many, the last layer excepted. `dense`: the features and the
 * values of all layers before, in the order in which they were made.
 */
export interface PatternNetwork {
  /** What the columns of the first layer's weights stand for. */
  readonly features: readonly Feature[]
  /** The last one gives the outputs that a colour is made of, 0 to 1 where its activation is `sigmoid`. */
  readonly layers: readonly DenseLayer[]
  readonly skips: 'none' | 'residual' | 'dense'
  /**
   * `float32`: every product, sum and activation is rounded to float32, in the order of the columns. `netart`:
   * netart-js's own, float32 values with sums in double (facts in README.md).
   */
  readonly arithmetic: 'float32' | 'netart'
}
