/** LessOrEqual: whether a ≤ b. */
import { comparison } from '../elementwise.ts'

export const LessOrEqual = comparison((a, b) => a <= b)
