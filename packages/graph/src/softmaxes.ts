/**
 * The maker of Softmax and LogSoftmax, which work along one axis, the last by default. Before opset 13 they worked on
 * the matrix that a Flatten at `axis` (then 1 by default) makes of the input; the upgrade writes that out.
 */
import { algebraOf, type Algebra } from './algebra.ts'
import { axisOf } from './axes.ts'
import type { Builder } from './builder.ts'
import { int, intOf, type Node } from './graph.ts'
import type { Op } from './op.ts'

interface SoftmaxContext extends Algebra {
  readonly build: Builder
  readonly y: string
  readonly dy: string
  readonly axis: number
}

/** @param gradient the cotangent of x */
export function softmax(gradient: (context: SoftmaxContext) => string): Op {
  return {
    infer: (context) => {
      const { shape } = context.input(0)
      if (shape !== undefined) axisOf(context, intOf(context.node, 'axis', -1), shape.length)
      return [context.input(0)]
    },
    gradient: (context) => {
      const { build, node, shape, output, cotangent } = context
      const axis = axisOf(context, intOf(node, 'axis', -1), shape(0).length)
      return [gradient({ ...algebraOf(build, output(0)), build, y: output(0), dy: cotangent(0)!, axis })]
    },
    upgrade: ({ node, opset, rank, fresh }) => {
      if (opset >= 13) return [node]
      const axis = intOf(node, 'axis', 1)
      const axes = rank(0)
      if (axis === -1 || (axes !== undefined && axis === axes - 1)) {
        return [{ ...node, attributes: { axis: int(-1) } }]
      }
      const x = node.inputs[0]!
      const hint = node.name || node.outputs[0]!
      const [shape, flat, result] = [fresh(`${hint}_shape`), fresh(`${hint}_flat`), fresh(`${hint}_result`)]
      const make = (op: string, inputs: string[], output: string, attributes: Node['attributes'] = {}): Node => {
        return { op, name: op === node.op ? node.name : output, domain: '', inputs, outputs: [output], attributes }
      }
      return [
        make('Shape', [x], shape),
        make('Flatten', [x], flat, { axis: int(axis) }),
        make(node.op, [flat], result, { axis: int(-1) }),
        make('Reshape', [result, shape], node.outputs[0]!),
      ]
    },
  }
}
