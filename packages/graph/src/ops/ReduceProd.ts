/**
 * ReduceProd: the product over some axes.
 *
 * The derivative is the product of the other elements. y / x would give it unless an element is 0, so zeros count as
 * 1 in a product p: the product of the others is p / x where no other element is 0, and 0 elsewhere.
 */
import { int } from '../graph.ts'
import { reduction } from '../reductions.ts'

export const ReduceProd = reduction({
  value: (elements) => elements.reduce((product, element) => product * element, 1),
  gradient: ({ build, x, dy, axes, add, sub, mul, div, neg, apply, attained }) => {
    const zeros = attained(neg(apply('Abs', x)))
    const safe = add(x, zeros)
    const reduce = (op: string, value: string): string => build.add(op, [value, axes], { keepdims: int(1) })
    const others = sub(zeros, reduce('ReduceSum', zeros))
    return mul(mul(dy, div(reduce('ReduceProd', safe), safe)), attained(others))
  },
})
