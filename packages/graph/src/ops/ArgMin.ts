/** ArgMin: the place of the smallest element along an axis. */
import { argument } from '../extrema.ts'

export const ArgMin = argument((left, right) => left < right)
