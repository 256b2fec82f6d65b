/** What a request settles to before anything is rendered. */
import type { Host, RenderResult } from '../instrument.ts'
import { inputsOf, objectiveOf, resolvedParameters, type DreamRequest } from './resolve.ts'
import { parseSheet } from './sheet.ts'

/** `dream`'s `resolve` (instrument.ts). */
export async function settleDream(
  request: DreamRequest,
  host: Host,
): Promise<Pick<RenderResult, 'parameters' | 'models'>> {
  const { parameters } = request
  const { guide } = inputsOf(request)
  const model = await host.model(parameters.model)
  const layers = parameters.sheet === undefined ? parameters.layers : parseSheet(parameters.sheet).weights
  const objective = objectiveOf({ ...parameters, layers: layers && { ...layers } }, model, guide)
  return {
    parameters: resolvedParameters(parameters, model, objective),
    models: [{ id: model.id, sha256: model.sha256 }],
  }
}
