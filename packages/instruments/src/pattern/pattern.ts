/** The instrument `pattern`: a small network turns each place of the plane into a colour. */
import type { Instrument } from '../instrument.ts'
import { environmentOf } from './environment.ts'
import { estimatePattern } from './estimate.ts'
import { exportPattern, patternExports } from './exports.ts'
import { patternParameters } from './params.ts'
import { planPattern, resizePattern } from './plan.ts'
import { patternPresets } from './presets.ts'
import { renderPattern } from './render.ts'
import { patternSource } from './source.ts'
import { openDrawing, settledParameters } from './request.ts'

/** See README.md in this folder. */
export const pattern: Instrument<typeof patternParameters> = {
  name: 'pattern',
  version: 1,
  title: 'Pattern',
  summary: 'Draws with a small network that turns each place of the plane into a colour.',
  parameters: patternParameters,
  inputs: {
    image: {
      kind: 'image',
      required: false,
      title: 'Picture',
      description: 'An extra picture that the network sees at each place, and that leads the pattern.',
    },
    palette: {
      kind: 'image',
      required: false,
      title: 'Palette from',
      description: 'A picture whose colours become the palette, for the colours gradient and palette.',
    },
    network: {
      kind: 'network',
      required: false,
      title: 'Network',
      description:
        'A network from elsewhere in place of one from the seed: recurrent.js or Keras JSON, TensorFlow.js, ONNX, safetensors, NumPy. ' +
        'Of several files, give each.',
    },
  },
  outputs: {
    image: { kind: 'raster', title: 'Pattern' },
    film: { kind: 'film', title: 'Loop' },
    drawing: { kind: 'vector', title: 'Drawing' },
    text: { kind: 'text', title: 'Shader or network' },
  },
  presets: patternPresets,
  depths: [8, 16],
  exports: patternExports,
  digitalSourceType: patternSource,
  plan: planPattern,
  resize: resizePattern,
  environment: async (request) => environmentOf((await openDrawing(request)).scene(0)),
  resolve: async (request) => {
    await openDrawing(request)
    return { parameters: settledParameters(request), models: [] }
  },
  estimate: estimatePattern,
  render: renderPattern,
  export: exportPattern,
}
