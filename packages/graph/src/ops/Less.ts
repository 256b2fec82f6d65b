/** Less: whether a < b. */
import { comparison } from '../elementwise.ts'

export const Less = comparison((a, b) => a < b)
