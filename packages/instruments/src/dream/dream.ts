/** The instrument `dream`: a vision network draws what it sees into a picture, freely or guided by a second picture. */
import type { Instrument } from '../instrument.ts'
import { estimateDream } from './estimate.ts'
import { dreamParameters } from './params.ts'
import { planDream, resizeDream } from './plan.ts'
import { dreamPresets } from './presets.ts'
import { renderDream } from './render.ts'
import { settleDream } from './settle.ts'

/** See README.md in this folder. */
export const dream: Instrument<typeof dreamParameters> = {
  name: 'dream',
  version: 1,
  title: 'Dream',
  summary: 'Lets a vision network draw what it sees into a picture, freely or guided by a second picture.',
  parameters: dreamParameters,
  inputs: {
    image: {
      kind: 'image',
      required: true,
      title: 'Picture',
      description: 'What is dreamed on: a picture, or a film, which is dreamed frame by frame.',
    },
    guide: {
      kind: 'image',
      required: false,
      title: 'Guide',
      description: 'A second picture, whose shapes and textures the dream takes up.',
    },
    mask: {
      kind: 'mask',
      required: false,
      title: 'Mask',
      description: 'Where to dream: white dreams, black stays as it is, grey is in between.',
    },
  },
  outputs: {
    image: { kind: 'raster', title: 'Dream' },
    film: { kind: 'film', title: 'Film' },
  },
  presets: dreamPresets,
  // Its networks learnt from photographs, and what it dreams on is someone's.
  digitalSourceType: () => 'compositeWithTrainedAlgorithmicMedia',
  plan: planDream,
  resize: resizeDream,
  environment: async (_, host) => (await host.runtime()).environment,
  resolve: settleDream,
  estimate: estimateDream,
  render: renderDream,
}
