/** What the rule of one Keras layer sees and gives: `layers/<family>.ts` hold the rules under their class names. */
import type { Attributes, Builder } from '@reverie/graph'
import type { Topology } from './topology.ts'
import type { Value } from './value.ts'
import type { Weight } from './weights.ts'

export interface LayerContext {
  /** The layer's name, which its output gets. */
  readonly name: string
  readonly dialect: Topology['dialect']
  readonly build: Builder
  /** A number of the configuration. */
  number(key: string, fallback: number): number
  /** A text of the configuration. */
  text(key: string, fallback: string): string
  /** A switch of the configuration. */
  flag(key: string, fallback: boolean): boolean
  /** Any other entry of the configuration. */
  entry(key: string): unknown
  /** One number for each spatial axis: a single number stands for all. */
  sizes(key: string, fallback: readonly number[]): readonly number[]
  /**
   * A weight, by its name in Keras and its position among the layer's weights.
   * @throws ModelError when it is missing.
   */
  weight(name: string, position: number): Weight
  /**
   * Adds a weight as a constant, its axes permuted and then seen in another shape; 8-bit codes stay codes when the
   * conversion keeps them, with one scale for each index of `axis`.
   */
  constant(weight: Weight, form: WeightForm): string
  /** A vector of floats as a constant. */
  floats(values: ArrayLike<number>, shape: readonly number[], part: string): string
  /** Adds a node; without `part` it makes the layer's output, with it an inner value `layer/part`. */
  add(op: string, inputs: readonly string[], attributes?: Attributes, part?: string): string
  /** Refuses the layer with a reason. */
  fail(message: string): never
}

/** How a weight is brought to ONNX's order. */
export interface WeightForm {
  /** Order of Keras' axes. */
  readonly order: readonly number[]
  /** Shape after that. */
  readonly shape: readonly number[]
  /** The axis of the output channels. */
  readonly axis: number
  readonly part: string
}

/** Adds a layer's nodes and gives its output. */
export type LayerRule = (context: LayerContext, inputs: readonly Value[]) => Value
