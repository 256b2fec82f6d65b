/** Relu(x) = max(x, 0). */
import { positiveMask } from '../mask.ts'
import type { Op } from '../op.ts'

export const Relu: Op = {
  infer: (context) => [context.input(0)],
  gradient: ({ build, output, cotangent, consumers }) => {
    const dy = cotangent(0)!
    const readers = consumers(output(0))
    // A max pool that alone reads a Relu has masked its own, smaller cotangent already (MaxPool.ts).
    if (readers.length === 1 && readers[0]!.op === 'MaxPool') return [dy]
    return [build.add('Mul', [dy, positiveMask(build, output(0))])]
  },
}
