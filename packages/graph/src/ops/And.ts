/** And: whether both a and b hold. */
import { comparison } from '../elementwise.ts'

export const And = comparison((a, b) => a !== 0 && b !== 0)
