/**
 * Dropout: the identity, unless input 2 (`training_mode`) is true: then elements are zeroed with probability `ratio`
 * (input 1, 0.5 when absent) and the others scaled by 1 / (1 − ratio).
 */
import { algebraOf } from '../algebra.ts'
import { has } from '../axes.ts'
import { castTo } from '../casts.ts'
import type { Node } from '../graph.ts'
import type { Op } from '../op.ts'
import { numbersOf, tensor, type Tensor } from '../tensor.ts'

export const Dropout: Op = {
  infer: (context) => {
    const x = context.input(0)
    return [x, { type: 'bool', shape: x.shape }]
  },
  gradient: ({ build, node, cotangent, value, fail }) => {
    const dy = cotangent(0)!
    if (isConstantlyOff(node, value)) return [dy]
    const training = value(2)
    const ratio = has(node, 1) ? value(1) : tensor('float32', [], 0.5)
    const mask = node.outputs[1]
    if (training === undefined || ratio === undefined || !mask) {
      return fail('draws random numbers; its gradient needs a constant mode and ratio, and its mask as output 1.')
    }
    const { mul } = algebraOf(build, dy)
    const kept = build.add('Cast', [mask], castTo(build.type(dy).type ?? 'float32'))
    return [mul(mul(dy, kept), 1 / (1 - numbersOf(ratio)[0]!))]
  },
  upgrade: ({ node, opset, constant }) => {
    if (opset >= 12) return [node]
    const { ratio, ...attributes } = node.attributes
    const value = ratio?.kind === 'float' ? ratio.value : 0.5
    return [{ ...node, inputs: [node.inputs[0]!, constant(tensor('float32', [], [value]))], attributes }]
  },
}

/** Whether it is the identity: no training mode, or one that is known to be false. */
export function isConstantlyOff(node: Node, value: (index: number) => Tensor | undefined): boolean {
  const training = value(2)
  return !has(node, 2) || (training !== undefined && !numbersOf(training)[0])
}
