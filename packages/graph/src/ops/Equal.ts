/** Equal: whether a = b. */
import { comparison } from '../elementwise.ts'

export const Equal = comparison((a, b) => a === b)
