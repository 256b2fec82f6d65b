/**
 * Films. From a picture: each frame is dreamed from the one before, moved (google/deepdream's zoom; rotation and
 * translation as in pytorch-deepdream). From a film: each of its frames is mixed with the dream of the frame before,
 * then dreamed.
 *
 * A frame starts from the 8-bit raster of the one before, so that a film that was stopped resumes exactly from its last
 * lossless frame. A film from a picture draws each frame's shifts anew (seed + frame); over a film, all frames get the
 * same shifts, since different ones flicker where nothing moves.
 */
import type { Raster } from '@reverie/image'
import { InstrumentError, type InputPicture, type RenderEvent, type RenderResult } from '../instrument.ts'
import { blended, moved } from './movement.ts'
import { settleOn } from './picture.ts'
import { planesOf, resizeTo } from './raster.ts'
import { dreamRaster, workOf, type Session } from './session.ts'

type FilmOutput = Extract<RenderResult['output'], { kind: 'film' }>

/**
 * Dreams a film, a `frame` event each.
 * @param first the first frame, at the size of the film
 */
export async function* renderFilm(
  session: Session,
  image: InputPicture,
  first: Raster,
  resume: { readonly frame: number; readonly previous: Raster } | undefined,
): AsyncGenerator<RenderEvent, FilmOutput, void> {
  if (resume !== undefined && (resume.previous.width !== first.width || resume.previous.height !== first.height)) {
    throw new InstrumentError(
      `The frame to resume from is ${resume.previous.width} × ${resume.previous.height}, ` +
        `but this film is ${first.width} × ${first.height}. Start again, or give the size it had.`,
    )
  }
  if (resume !== undefined) await settleOn(session.dreamer, planesOf(first), session.parameters)
  const frames =
    image.film === undefined
      ? yield* fromPicture(session, first, resume)
      : yield* fromFilm(session, image.film, first, resume)
  const fps = image.film?.fps ?? session.parameters.fps
  return { kind: 'film', frames, fps, width: first.width, height: first.height }
}

type Resume = { readonly frame: number; readonly previous: Raster } | undefined

async function* fromPicture(
  session: Session,
  first: Raster,
  resume: Resume,
): AsyncGenerator<RenderEvent, number, void> {
  const { parameters, progress } = session
  const { frames } = parameters
  const start = resume?.frame ?? 0
  progress.total = workOf(session, first) * (frames - start)
  let previous = resume?.previous
  for (let index = start; index < frames; index++) {
    const picture = previous === undefined ? planesOf(first) : moved(planesOf(previous), parameters)
    // Alpha does not move: what is transparent is the frame of the picture, not part of the dream.
    const about = `frame ${index + 1} of ${frames}, `
    previous = yield* dreamRaster(session, first, picture, session.seed + index, about)
    yield { type: 'frame', index, raster: previous }
  }
  return frames
}

async function* fromFilm(
  session: Session,
  film: NonNullable<InputPicture['film']>,
  first: Raster,
  resume: Resume,
): AsyncGenerator<RenderEvent, number, void> {
  const { parameters, progress } = session
  const most = parameters.frames > 1 ? parameters.frames : Number.POSITIVE_INFINITY
  const count = film.count === undefined ? undefined : Math.min(film.count, most)
  const each = workOf(session, first)
  const start = resume?.frame ?? 0
  let previous = resume?.previous
  let index = -1
  for await (const raster of film.frames()) {
    if (++index >= most) break
    if (index < start) continue
    // Where nobody knows the length, the end is always one frame away.
    progress.total = each * ((count ?? index + 1) - start)
    const frame = resizeTo(raster, first)
    const planes = planesOf(frame)
    const picture = previous === undefined ? planes : blended(planes, planesOf(previous), parameters.blend)
    const about = `frame ${index + 1}${count === undefined ? '' : ` of ${count}`}, `
    previous = yield* dreamRaster(session, frame, picture, session.seed, about)
    yield { type: 'frame', index, raster: previous }
  }
  if (index < 0) throw new InstrumentError('The film has no frames. Is the file complete?')
  return Math.min(index + 1, most)
}
