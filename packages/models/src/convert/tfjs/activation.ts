/** Keras' activation functions by name, as ONNX nodes. */
import { float, int, type Attributes } from '@reverie/graph'
import type { LayerContext } from './layer.ts'
import { axisOf, type Value } from './value.ts'

/** Klambauer et al., "Self-Normalizing Neural Networks", 2017, equation 14. */
const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

type Rule = (context: LayerContext, value: Value) => string

const node =
  (op: string, attributes: Attributes = {}): Rule =>
  (context, { name }) =>
    context.add(op, [name], attributes)

const ACTIVATIONS: Readonly<Record<string, Rule>> = {
  relu: node('Relu'),
  relu6: (context, value) => clip(context, value.name, 0, 6),
  sigmoid: node('Sigmoid'),
  // Keras 3 took PyTorch's slope, relu6(x + 3) / 6; before, it was Theano's.
  hard_sigmoid: (context, { name }) =>
    context.add('HardSigmoid', [name], {
      alpha: float(context.dialect === 'keras3' ? 1 / 6 : 0.2),
      beta: float(0.5),
    }),
  hard_swish: (context, { name }) => {
    const gate = context.add('HardSigmoid', [name], { alpha: float(1 / 6), beta: float(0.5) }, 'gate')
    return context.add('Mul', [name, gate])
  },
  tanh: node('Tanh'),
  elu: node('Elu'),
  selu: (context, { name }) => {
    const elu = context.add('Elu', [name], { alpha: float(SELU_ALPHA) }, 'elu')
    return context.add('Mul', [elu, context.build.scalar(SELU_SCALE)])
  },
  softplus: node('Softplus'),
  softsign: (context, { name }) => {
    const magnitude = context.add('Abs', [name], {}, 'magnitude')
    return context.add('Div', [name, context.add('Add', [magnitude, context.build.scalar(1)], {}, 'divisor')])
  },
  softmax: (context, value) => softmax(context, value, -1),
  swish: (context, { name }) => context.add('Mul', [name, context.add('Sigmoid', [name], {}, 'gate')]),
  mish: (context, { name }) => {
    const softplus = context.add('Softplus', [name], {}, 'softplus')
    return context.add('Mul', [name, context.add('Tanh', [softplus], {}, 'gate')])
  },
  gelu: (context, { name }) => {
    const { build } = context
    const erf = context.add(
      'Erf',
      [context.add('Mul', [name, build.scalar(Math.SQRT1_2)], {}, 'scaled')],
      {},
      'erf',
    )
    const gate = context.add('Add', [erf, build.scalar(1)], {}, 'gate')
    return context.add('Mul', [context.add('Mul', [name, build.scalar(0.5)], {}, 'half'), gate])
  },
  exponential: node('Exp'),
}

const SYNONYMS: Readonly<Record<string, string>> = { silu: 'swish', hard_silu: 'hard_swish' }

/** The rule of an activation; undefined when there is none of the name. `linear` has none either. */
function ruleOf(name: string): Rule | undefined {
  const own = SYNONYMS[name] ?? name
  return Object.hasOwn(ACTIVATIONS, own) ? ACTIVATIONS[own] : undefined
}

/** Name of the activation in a layer's configuration (a text, or Keras 3's object around one). */
function activationName(context: LayerContext): string {
  const entry = context.entry('activation')
  if (entry === undefined || entry === null) return 'linear'
  if (typeof entry === 'string') return entry
  const { config, class_name: className } = entry as { config?: unknown; class_name?: unknown }
  return typeof config === 'string' ? config : String(className)
}

/** Whether the layer has an activation of its own, so that what precedes it is an inner value. */
export function isActivated(context: LayerContext): boolean {
  return activationName(context) !== 'linear'
}

/** The layer's own activation of a value; the value itself where it has none. */
export function activate(context: LayerContext, value: Value): Value {
  const name = activationName(context)
  if (name === 'linear') return value
  const rule = ruleOf(name)
  if (rule === undefined) {
    return context.fail(
      `activation "${name}" is not known. Known are: linear, ${Object.keys(ACTIVATIONS).join(', ')}.`,
    )
  }
  return { ...value, name: rule(context, value) }
}

/** Clip between two bounds; an infinite bound is left out. */
export function clip(context: LayerContext, name: string, low: number, high: number, part?: string): string {
  const bound = (value: number): string => (Number.isFinite(value) ? context.build.scalar(value) : '')
  return context.add('Clip', [name, bound(low), bound(high)].slice(0, Number.isFinite(high) ? 3 : 2), {}, part)
}

/** Softmax along an axis of Keras' shape. */
export function softmax(context: LayerContext, value: Value, axis: number): string {
  return context.add('Softmax', [value.name], { axis: int(axisOf(value, axis)) })
}
