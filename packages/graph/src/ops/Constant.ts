/** Constant: a value kept in an attribute. The reader moves them to the initialisers. */
import { intsOf, floatsOf, tensorOf, type Node } from '../graph.ts'
import { zeroGradient, type Op } from '../op.ts'
import { tensor, type Tensor } from '../tensor.ts'

export const Constant: Op = {
  infer: (context) => {
    const value = valueOf(context.node) ?? context.fail('holds no value of a kind that is supported.')
    return [{ type: value.type, shape: value.shape }]
  },
  evaluate: (context) => [valueOf(context.node) ?? context.fail('holds no value of a kind that is supported.')],
  gradient: zeroGradient,
}

function valueOf(node: Node): Tensor | undefined {
  const { value_float: float, value_int: int, value_string: text, value_strings: texts } = node.attributes
  const whole = tensorOf(node, 'value')
  if (whole !== undefined) return whole
  if (float?.kind === 'float') return tensor('float32', [], [float.value])
  if (int?.kind === 'int') return tensor('int64', [], [int.value])
  const floats = floatsOf(node, 'value_floats')
  if (floats !== undefined) return tensor('float32', [floats.length], floats)
  const ints = intsOf(node, 'value_ints')
  if (ints !== undefined) return tensor('int64', [ints.length], ints)
  if (text?.kind === 'string') return { type: 'string', shape: [], data: [text.value] }
  if (texts?.kind === 'strings') return { type: 'string', shape: [texts.value.length], data: [...texts.value] }
  return undefined
}
