/** ArgMax: the place of the largest element along an axis. */
import { argument } from '../extrema.ts'

export const ArgMax = argument((left, right) => left > right)
