/** LogSoftmax(x) = x − log Σ exp(x) along an axis. */
import { softmax } from '../softmaxes.ts'
import { int } from '../graph.ts'

export const LogSoftmax = softmax(({ y, dy, axis, build, mul, sub, exp }) => {
  const sum = build.add('ReduceSum', [dy, build.indices([axis])], { keepdims: int(1) })
  return sub(dy, mul(exp(y), sum))
})
