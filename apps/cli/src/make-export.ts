/** A work that is no pixels: a drawing, a program, a network. */
import { embedRecipe } from '@reverie/recipe'
import { writeFileAtomic } from '@reverie/recipe/node'
import type { Work, Written } from './job.ts'

/** Makes it, and writes it with its recipe in it. */
export async function makeExport(work: Work): Promise<Written> {
  const { instrument, request, destination, host, settled, describe } = work
  const { kind, format, path } = destination
  const { width, height } = instrument.plan(request)
  const bytes = await instrument.export!(request, format, host)
  const environment = await instrument.environment(request, host)
  const recipe = describe({ ...settled, environment, output: { kind: kind as 'vector' | 'text', width, height } })
  await writeFileAtomic(path, embedRecipe(bytes, recipe))
  return { width, height, recipe }
}
