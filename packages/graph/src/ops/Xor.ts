/** Xor: whether one of a and b holds, not both. */
import { comparison } from '../elementwise.ts'

export const Xor = comparison((a, b) => (a !== 0) !== (b !== 0))
