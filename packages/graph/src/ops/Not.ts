/** Not: whether x does not hold. */
import { predicate } from '../elementwise.ts'

export const Not = predicate((x) => x === 0)
