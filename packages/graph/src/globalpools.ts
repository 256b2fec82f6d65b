/** The maker of the global pools: one number for each channel, over all spatial axes, which stay with size 1. */
import { algebraOf, type Algebra } from './algebra.ts'
import type { Op } from './op.ts'
import { expanded } from './reductions.ts'
import { sizeOf } from './tensor.ts'

interface PoolContext extends Algebra {
  readonly x: string
  readonly y: string
  readonly dy: string
  /** Elements of a channel. */
  readonly count: number
}

/** @param gradient the cotangent of x, which is broadcast over the spatial axes where it is smaller */
export function globalPool(gradient: (context: PoolContext) => string): Op {
  return {
    infer: (context) => {
      const { type, shape } = context.input(0)
      if (shape !== undefined && shape.length < 3) {
        context.fail(`an input of at least 3 axes [N, C, …] was expected, found ${shape.length}.`)
      }
      return [{ type, shape: shape?.map((size, axis) => (axis < 2 ? size : 1)) }]
    },
    gradient: ({ build, input, output, cotangent, shape }) => {
      const count = sizeOf(shape(0).slice(2))
      const dx = gradient({ ...algebraOf(build, output(0)), x: input(0), y: output(0), dy: cotangent(0)!, count })
      return [expanded(build, dx, shape(0))]
    },
  }
}
