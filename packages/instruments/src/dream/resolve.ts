/** From a request to what will be done: gaps filled in, and everything that cannot work refused before work starts. */
import type { Model } from '@reverie/models'
import { InstrumentError, type InputPicture, type RenderRequest } from '../instrument.ts'
import { parseChannels } from './channels.ts'
import type { Objective } from './dreamer.ts'
import { channelsOf } from './objective.ts'
import type { DreamParameters, dreamParameters } from './params.ts'
import { planesOf, shrinkTo } from './raster.ts'

/** A request to dream. */
export type DreamRequest = RenderRequest<typeof dreamParameters>

/** Inputs by what they are for. */
export interface DreamInputs {
  readonly image: InputPicture
  readonly guide: InputPicture | undefined
  readonly mask: InputPicture | undefined
}

/** The inputs of a request. @throws InstrumentError when the picture is missing or a port is given twice. */
export function inputsOf(request: DreamRequest): DreamInputs {
  const only = (port: string): InputPicture | undefined => {
    const given = request.inputs[port] ?? []
    if (given.length > 1) {
      throw new InstrumentError(`"dream" takes one ${port}, found ${given.length}. Dream them one after another.`)
    }
    return given[0]
  }
  const unknown = Object.keys(request.inputs).filter((port) => !['image', 'guide', 'mask'].includes(port))
  if (unknown.length > 0) {
    throw new InstrumentError(`"dream" has no input "${unknown[0]}". It has: image, guide, mask.`)
  }
  const image = only('image')
  if (image === undefined) throw new InstrumentError('"dream" needs a picture: give one as its input "image".')
  return { image, guide: only('guide'), mask: only('mask') }
}

/** The layers that a request dreams: its own, or the model's choice. */
function layersOf(parameters: DreamParameters, model: Model, guided: boolean): Record<string, number> {
  const asked = Object.fromEntries(Object.entries(parameters.layers ?? {}).filter(([, weight]) => weight !== 0))
  if (Object.keys(asked).length > 0) return asked
  if (parameters.layers !== undefined && Object.keys(parameters.layers).length > 0) {
    throw new InstrumentError(
      'All layers have the weight 0, so there is nothing to dream. Give one of them a weight.',
    )
  }
  return guided ? { [model.guideLayer]: 1 } : { ...model.defaultLayers }
}

/**
 * What is to be dreamed.
 * @throws InstrumentError when a layer or channel is not in the model.
 */
export function objectiveOf(parameters: DreamParameters, model: Model, guide: InputPicture | undefined): Objective {
  const layers = layersOf(parameters, model, guide !== undefined)
  const channels = parseChannels(parameters.channels)
  channelsOf(model, [...new Set([...Object.keys(layers), ...Object.keys(channels)])])
  for (const layer of Object.keys(channels)) {
    if (!Object.hasOwn(layers, layer)) {
      throw new InstrumentError(
        `Channels of "${layer}" are chosen, but the layers dreamed are ${Object.keys(layers).join(', ')}. ` +
          `Add ${layer} to the layers, or choose channels of one of these.`,
      )
    }
  }
  if (guide === undefined) return { layers, channels }
  return {
    layers,
    channels,
    match: parameters.match,
    guide: planesOf(shrinkTo(guide.raster, parameters.guideSize)),
  }
}

/** The parameters as a recipe should hold them: layers and model spelled out, never a path. */
export function resolvedParameters(
  parameters: DreamParameters,
  model: Model,
  objective: Objective,
): Record<string, unknown> {
  return { ...parameters, layers: objective.layers, model: model.id }
}
