/** Renders a request: a picture, a film or a sheet. */
import type { Raster } from '@reverie/image'
import type { Host, RenderEvent, RenderResult } from '../instrument.ts'
import { createDreamer } from './dreamer.ts'
import { renderFilm } from './film.ts'
import { maskOf, planesOf, shrinkTo } from './raster.ts'
import { inputsOf, objectiveOf, resolvedParameters, type DreamRequest } from './resolve.ts'
import { dreamRaster, workOf, type Session } from './session.ts'
import { renderSheet } from './sheet.ts'

/** `dream`'s `render` (instrument.ts). */
export async function* renderDream(
  request: DreamRequest,
  host: Host,
): AsyncGenerator<RenderEvent, RenderResult, void> {
  const start = host.now()
  const { parameters, signal } = request
  const { image, guide, mask } = inputsOf(request)
  signal?.throwIfAborted()
  const model = await host.model(parameters.model)
  if (parameters.sheet !== undefined) return yield* renderSheet(request, host, model, parameters.sheet)

  const objective = objectiveOf(parameters, model, guide)
  const runtime = await host.runtime()
  const first = shrinkTo(image.raster, parameters.maxSide)
  const dreamer = await createDreamer(runtime, model, objective, host.now)
  try {
    const session: Session = {
      dreamer,
      parameters,
      seed: request.seed,
      host,
      mask: mask && maskOf(mask, first),
      signal,
      progress: { done: 0, total: 0, steps: 0 },
    }
    const moving = image.film !== undefined || parameters.frames > 1
    const output: RenderResult['output'] = moving
      ? yield* renderFilm(session, image, first, request.resume)
      : { kind: 'raster', raster: yield* renderStill(session, first) }
    return {
      output,
      parameters: resolvedParameters(parameters, model, objective),
      models: [{ id: model.id, sha256: model.sha256 }],
      environment: { ...runtime.environment, graph: await dreamer.graph() },
      timings: { total: host.now() - start, ...dreamer.timings, steps: session.progress.steps },
    }
  } finally {
    await dreamer.release()
  }
}

async function* renderStill(session: Session, raster: Raster): AsyncGenerator<RenderEvent, Raster, void> {
  session.progress.total = workOf(session, raster)
  return yield* dreamRaster(session, raster, planesOf(raster), session.seed, '')
}
