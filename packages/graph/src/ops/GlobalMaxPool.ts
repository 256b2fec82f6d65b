/** GlobalMaxPool: the largest element of each channel. Ties send the cotangent to every maximum. */
import { globalPool } from '../globalpools.ts'

export const GlobalMaxPool = globalPool(({ x, y, dy, mul, sub, attained }) => mul(dy, attained(sub(x, y))))
