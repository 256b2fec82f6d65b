/** GlobalAveragePool: the mean of each channel. */
import { globalPool } from '../globalpools.ts'

export const GlobalAveragePool = globalPool(({ dy, count, mul }) => mul(dy, 1 / count))
