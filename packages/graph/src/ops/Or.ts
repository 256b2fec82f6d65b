/** Or: whether a or b holds. */
import { comparison } from '../elementwise.ts'

export const Or = comparison((a, b) => a !== 0 || b !== 0)
