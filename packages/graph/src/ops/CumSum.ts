/** CumSum: running sums along an axis (input 1), from the end with `reverse`, without the element itself with `exclusive`. */
import { axisOf, constantIntegers } from '../axes.ts'
import { intOf } from '../graph.ts'
import type { Op } from '../op.ts'
import { multiplyAlong } from '../select.ts'

export const CumSum: Op = {
  infer: (context) => [context.input(0)],
  gradient: (context) => {
    const { node, build } = context
    const [given] = constantIntegers(context, 1, 'axes')
    const axis = axisOf(context, given!, context.shape(0).length)
    const size = context.shape(0)[axis]!
    const [reverse, exclusive] = [intOf(node, 'reverse', 0) === 1, intOf(node, 'exclusive', 0) === 1]
    // Row i of the adjoint: which sums element i is part of.
    const matrix = new Float32Array(size * size)
    for (let element = 0; element < size; element++) {
      for (let sum = 0; sum < size; sum++) {
        const isPart = reverse ? sum <= element : sum >= element
        if (isPart && !(exclusive && sum === element)) matrix[element * size + sum] = 1
      }
    }
    return [multiplyAlong(build, context.cotangent(0)!, axis, matrix, size)]
  },
}
