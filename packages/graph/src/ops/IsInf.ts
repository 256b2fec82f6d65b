/** IsInf: whether x is infinite, of the signs that `detect_positive` and `detect_negative` (both 1 unless told) ask for. */
import { predicate } from '../elementwise.ts'
import { intOf } from '../graph.ts'

export const IsInf = predicate(
  (x, node) =>
    (x === Infinity && intOf(node, 'detect_positive', 1) === 1) ||
    (x === -Infinity && intOf(node, 'detect_negative', 1) === 1),
)
