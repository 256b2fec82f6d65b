/**
 * What Reverie knows of one ONNX op. `ops/<Op>.ts` exports a value of this type under the op's own name, and
 * `ops/index.ts` re-exports them all: that namespace is the registry.
 *
 * Rules see static or partly known types (`infer`), constant values (`evaluate`) or a builder (`gradient`); they
 * never see a file's opset, since graphs are of one form (graph.ts).
 */
import type { Builder } from './builder.ts'
import type { Node, ValueType } from './graph.ts'
import type { Tensor } from './tensor.ts'

/** What an inference rule may look at. */
export interface InferContext {
  readonly node: Node
  /** Type of a required input. @throws GraphError when it is absent. */
  input(index: number): ValueType
  /** Type of an optional input; undefined when absent. */
  optional(index: number): ValueType | undefined
  /** An input's value where it is known before running (initialisers, folded shape arithmetic). */
  value(index: number): Tensor | undefined
  /** Refuses the node: "Conv "name": <message>". */
  fail(message: string): never
}

/** What a gradient rule may look at. All shapes are static here. */
export interface GradientContext {
  readonly node: Node
  /** Where nodes of the gradient are added. */
  readonly build: Builder
  /** Name of an input of the node; '' when absent. */
  input(index: number): string
  /** Name of an output of the node. */
  output(index: number): string
  /** Static shape of an input. */
  shape(index: number): readonly number[]
  /** Static shape of an output. */
  outputShape(index: number): readonly number[]
  /** An input's value where it is a constant. */
  value(index: number): Tensor | undefined
  /** Cotangent of an output, or undefined when nothing asks for it (a zero). */
  cotangent(index: number): string | undefined
  /** Whether a cotangent of this input is asked for. */
  wants(index: number): boolean
  /** The node that makes an input, where there is one. */
  producer(index: number): Node | undefined
  /** The node that makes a value of the forward graph, where there is one. */
  producerOf(value: string): Node | undefined
  /** The nodes of the forward graph that take a value (by name); none where it is also read from outside. */
  consumers(value: string): readonly Node[]
  /** Refuses the node: "Conv "name": <message>". */
  fail(message: string): never
}

/** Cotangents of the inputs, in order; undefined is zero. */
export type Cotangents = readonly (string | undefined)[]

/** An upgrade's view of a node of an older opset. */
export interface UpgradeContext {
  readonly node: Node
  /** The opset of the file, 7 to 17. */
  readonly opset: number
  /** Adds a constant to the graph and returns its name. */
  constant(value: Tensor): string
  /** A fresh value name. */
  fresh(hint: string): string
  /** Rank of an input where the file tells it. */
  rank(index: number): number | undefined
  /** An input's value where it is a constant. */
  value(index: number): Tensor | undefined
  /** Refuses the node: "Conv "name": <message>". */
  fail(message: string): never
}

/** One op's rules. */
export interface Op {
  /** Types of the outputs, from those of the inputs. Partly known shapes stay partly known. */
  readonly infer: (context: InferContext) => readonly ValueType[]
  /** Value of the outputs where they can be known before running; for the arithmetic of shapes, thus small. */
  readonly evaluate?: (context: InferContext) => readonly Tensor[] | undefined
  /**
   * Cotangents of the inputs from those of the outputs (vector-Jacobian product). `zeroGradient` for ops that pass
   * nothing back; absent where a gradient is not supported, which is an error only when one is asked for.
   */
  readonly gradient?: (context: GradientContext) => Cotangents
  /** Replaces a node of an opset below 18 by nodes of the present form. Absent when the form never changed. */
  readonly upgrade?: (context: UpgradeContext) => readonly Node[]
}

/** The gradient of ops that are constant almost everywhere or make shapes and indices. */
export const zeroGradient = (): Cotangents => []
