/** Softmax(x) = exp(x) / Σ exp(x) along an axis. */
import { softmax } from '../softmaxes.ts'
import { int } from '../graph.ts'

export const Softmax = softmax(({ y, dy, axis, build, mul, sub }) => {
  const inner = build.add('ReduceSum', [mul(dy, y), build.indices([axis])], { keepdims: int(1) })
  return mul(y, sub(dy, inner))
})
