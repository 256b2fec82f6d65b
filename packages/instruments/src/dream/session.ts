/** One request while it is worked: what all its pictures, frames and cells share. */
import { keepColors, type Raster } from '@reverie/image'
import { createRandom } from '@reverie/recipe'
import type { Host, RenderEvent } from '../instrument.ts'
import type { Dreamer } from './dreamer.ts'
import type { Size } from './octaves.ts'
import type { DreamParameters } from './params.ts'
import { dreamPicture, planOctaves } from './picture.ts'
import type { Planes } from './planes.ts'
import { planesOf, previewOf, rasterOf } from './raster.ts'

/** Everything that stays the same while one request is worked. */
export interface Session {
  readonly dreamer: Dreamer
  readonly parameters: DreamParameters
  readonly seed: number
  readonly host: Host
  readonly mask: Planes | undefined
  readonly signal: AbortSignal | undefined
  readonly progress: Progress
}

/** Work done and to do, in pixels through the network, and steps taken. */
interface Progress {
  done: number
  total: number
  steps: number
}

/** Pixels through the network for one picture. */
export function workOf({ parameters, dreamer }: Pick<Session, 'parameters' | 'dreamer'>, size: Size): number {
  const plan = planOctaves(size, parameters, dreamer.smallestSide)
  return plan.reduce((sum, { pixels }) => sum + pixels * parameters.steps, 0)
}

/**
 * Dreams one raster, with progress and previews.
 * @param original where alpha, and colours that are kept, come from
 * @param picture what is dreamed, of the same size
 * @param about put before the stage in progress: `frame 3 of 10, `
 */
export async function* dreamRaster(
  session: Session,
  original: Raster,
  picture: Planes,
  seed: number,
  about: string,
): AsyncGenerator<RenderEvent, Raster, void> {
  const { dreamer, parameters, host, mask, signal, progress } = session
  const work = dreamPicture(dreamer, picture, parameters, createRandom(seed), {
    ...(mask === undefined ? {} : { mask }),
    ...(signal === undefined ? {} : { signal }),
  })
  for (;;) {
    const { done, value } = await work.next()
    if (done) {
      const data = parameters.keepColors ? keepColors(value.data, planesOf(original).data) : value.data
      return rasterOf({ ...value, data }, original)
    }
    progress.done += value.pixels
    const stage = `${about}octave ${value.octave + 1} of ${parameters.octaves}, step ${value.step + 1} of ${parameters.steps}`
    yield { type: 'progress', stage, done: progress.done, total: progress.total }
    if (value.picture !== undefined) {
      progress.steps++
      if (host.previews) yield { type: 'preview', raster: previewOf(value.picture) }
    }
    await host.breathe?.()
  }
}
