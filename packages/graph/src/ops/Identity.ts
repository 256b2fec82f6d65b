/** Identity(x) = x. */
import type { Op } from '../op.ts'

export const Identity: Op = {
  infer: (context) => [context.input(0)],
  evaluate: (context) => {
    const value = context.value(0)
    return value === undefined ? undefined : [value]
  },
  gradient: ({ cotangent }) => [cotangent(0)],
}
