/** IsNaN: whether x is not a number. */
import { predicate } from '../elementwise.ts'

export const IsNaN = predicate(Number.isNaN)
