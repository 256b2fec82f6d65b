/** GreaterOrEqual: whether a ≥ b. */
import { comparison } from '../elementwise.ts'

export const GreaterOrEqual = comparison((a, b) => a >= b)
