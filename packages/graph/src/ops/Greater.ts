/** Greater: whether a > b. */
import { comparison } from '../elementwise.ts'

export const Greater = comparison((a, b) => a > b)
