/** A picture, or what is no pixels, from a request to its file. */
import { writeExport, writePicture } from '@reverie/instruments/node'
import type { Destination } from './destination.ts'
import type { Work, Written } from './job.ts'

/** Renders a picture, and writes it. */
export async function makePicture(work: Work): Promise<Written> {
  const { destination, quality, dpi, follow } = work
  const { format, path } = destination as Extract<Destination, { kind: 'raster' }>
  const { recipe } = await writePicture({ ...work, path, onEvent: follow }, { format, quality, dpi })
  return { width: recipe.output.width, height: recipe.output.height, recipe }
}

/** Makes a drawing, a program or a network, and writes it. */
export async function makeExport(work: Work): Promise<Written> {
  const { path, format } = work.destination
  const recipe = await writeExport({ ...work, path }, format)
  return { width: recipe.output.width, height: recipe.output.height, recipe }
}
