/** The instrument `collage`: pieces that are like a chosen piece, laid out into a wallpaper or a print. */
import type { Instrument } from '../instrument.ts'
import { estimateCollage } from './estimate.ts'
import { collageExports, exportCollage } from './exports.ts'
import { gatherCollage } from './gather.ts'
import { collageParameters } from './params.ts'
import { planCollage, resizeCollage } from './plan.ts'
import { collagePresets } from './presets.ts'
import { drawingOf, environmentOfCollage, renderCollage } from './render.ts'

/** See README.md in this folder. */
export const collage: Instrument<typeof collageParameters> = {
  name: 'collage',
  version: 2,
  title: 'Collage',
  summary: 'Lays out pieces that are like a chosen piece into a wallpaper or a print.',
  parameters: collageParameters,
  inputs: {
    collection: {
      kind: 'collection',
      required: true,
      title: 'Collection',
      description: 'The collection that pieces are taken from.',
    },
    pieces: {
      kind: 'images',
      required: false,
      title: 'Pieces',
      description: 'The pieces of a collage that was laid out before, in the order of its arrangement.',
    },
    mask: {
      kind: 'mask',
      required: false,
      title: 'Mask',
      description: 'A picture whose white (or opaque) part is the shape that the pieces fill.',
    },
  },
  outputs: {
    image: { kind: 'raster', title: 'Collage' },
    film: { kind: 'film', title: 'Settling' },
    drawing: { kind: 'vector', title: 'Drawing or print' },
    credits: { kind: 'text', title: 'Credits' },
  },
  presets: collagePresets,
  exports: collageExports,
  // What its pieces are, photographs or others' works, is not known here.
  digitalSourceType: () => 'composite',
  gather: gatherCollage,
  plan: planCollage,
  resize: resizeCollage,
  environment: async () => environmentOfCollage(),
  resolve: async (request, host) => {
    const gathered = await gatherCollage(request, host)
    drawingOf(gathered)
    return { parameters: gathered.parameters, models: [] }
  },
  estimate: async (request) => estimateCollage(request),
  render: renderCollage,
  export: exportCollage,
}
