/** What is wrong with the generators of `gallery.yaml`, for `check`. Instruments are loaded only when there is something to judge. */
import { isDeepStrictEqual } from 'node:util'
import type { Gallery } from '../check/gallery.ts'
import { generatorsSchema } from '../config/generators.ts'
import type { Problem } from '../problem.ts'

/** All that is wrong with the generators of the configuration in the gallery's folder. */
export async function judgeGenerators({ proposed, plugins, base }: Gallery): Promise<readonly Problem[]> {
  if (proposed === undefined) return []
  const { generators } = proposed.config
  // Those that every gallery begins with are right, and most galleries have them.
  if (isDeepStrictEqual(generators, generatorsSchema.parse(undefined))) return []
  const { settleGenerators } = await import('./settle-generators.ts')
  // The plug-ins of a submission are not loaded, so nothing is said of them.
  return (await settleGenerators(generators, base === undefined ? plugins : undefined, proposed.lineOf)).problems
}
