/** Gemm: α A' B' + β C, where A' and B' are transposed as `transA` and `transB` tell and C broadcasts. */
import { algebraOf } from '../algebra.ts'
import { sumTo } from '../broadcast.ts'
import { float, floatOf, int, intOf, type Node } from '../graph.ts'
import type { Op } from '../op.ts'

export const Gemm: Op = {
  infer: (context) => {
    const [a, b] = [context.input(0), context.input(1)]
    const { transA, transB } = transposed(context.node)
    for (const { shape } of [a, b]) {
      if (shape !== undefined && shape.length !== 2)
        context.fail(`matrices were expected, found ${shape.length} axes.`)
    }
    const [inner, outer] = [a.shape?.[transA ? 0 : 1], b.shape?.[transB ? 1 : 0]]
    if (typeof inner === 'number' && typeof outer === 'number' && inner !== outer) {
      context.fail(`the inner sizes should be equal, found ${inner} and ${outer}.`)
    }
    return [{ type: a.type, shape: [a.shape?.[transA ? 1 : 0], b.shape?.[transB ? 0 : 1]] }]
  },
  gradient: ({ build, node, input, cotangent, shape, wants }) => {
    const dy = cotangent(0)!
    const [a, b] = [input(0), input(1)]
    const { transA, transB } = transposed(node)
    const alpha = float(floatOf(node, 'alpha', 1))
    const beta = floatOf(node, 'beta', 1)
    const gemm = (left: string, right: string, leftTransposed: boolean, rightTransposed: boolean): string =>
      build.add('Gemm', [left, right], {
        alpha,
        transA: int(Number(leftTransposed)),
        transB: int(Number(rightTransposed)),
      })
    const da = (): string => (transA ? gemm(b, dy, transB, true) : gemm(dy, b, false, !transB))
    const db = (): string => (transB ? gemm(dy, a, true, transA) : gemm(a, dy, !transA, false))
    const dc = (): string => {
      const sum = sumTo(build, dy, shape(2))
      return beta === 1 ? sum : algebraOf(build, dy).mul(sum, beta)
    }
    return [wants(0) ? da() : undefined, wants(1) ? db() : undefined, wants(2) ? dc() : undefined]
  },
}

function transposed(node: Node): { readonly transA: boolean; readonly transB: boolean } {
  return { transA: intOf(node, 'transA', 0) === 1, transB: intOf(node, 'transB', 0) === 1 }
}
