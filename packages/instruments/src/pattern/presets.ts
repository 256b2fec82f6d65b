/** Named patterns, chosen by looking at sheets of many seeds. `silk` is what happens when nothing is chosen. */
import type { Preset } from '../instrument.ts'
import type { patternParameters } from './params.ts'

/** `pattern`'s presets. */
export const patternPresets: Readonly<Record<string, Preset<typeof patternParameters>>> = {
  silk: {
    title: 'Silk',
    description: 'Folds of cloth and glass in the colours of one palette.',
    parameters: {},
  },
  mist: {
    title: 'Mist',
    description: 'Broad soft shades that pass into each other: a calm background.',
    parameters: { gain: 0.4 },
  },
  nebula: {
    title: 'Nebula',
    description: 'Clouds lit from within.',
    parameters: { activation: 'relu', depth: 12, zoom: 0.7 },
  },
  agate: {
    title: 'Agate',
    description: 'A veined stone on plain ground.',
    parameters: { activation: 'relu', depth: 18, zoom: 0.45, samples: 2 },
  },
  paper: {
    title: 'Cut paper',
    description: 'Plain shapes with sharp edges, laid over each other.',
    parameters: { activation: 'step', units: 10, depth: 4, samples: 3 },
  },
  pebbles: {
    title: 'Pebbles',
    description: 'A few large forms with fine outlines.',
    parameters: { units: 5, depth: 8, samples: 2 },
  },
  mask: {
    title: 'Mask',
    description: 'Left and right alike: faces, insects, vessels.',
    parameters: { symmetry: 'mirror-x', units: 14, depth: 7, samples: 2 },
  },
  rosette: {
    title: 'Rosette',
    description: 'A kaleidoscope: the same wedge twelve times, mirrored.',
    parameters: { symmetry: 'kaleidoscope', order: 6, zoom: 0.7, samples: 2 },
  },
  cloth: {
    title: 'Printed cloth',
    description: 'A tile that repeats without a seam.',
    parameters: { tile: true, samples: 2 },
  },
  lacquer: {
    title: 'Lacquer',
    description: 'Polished layers with veins and flecks.',
    parameters: { activation: 'composite', depth: 4, gain: 1.2, samples: 2 },
  },
  prism: {
    title: 'Prism',
    description: 'Light and shadow with the colours of the rainbow at their edges.',
    parameters: { activation: 'composite', color: 'hsl', units: 8 },
  },
  netart: {
    title: 'Net art, 2016',
    description: 'As netart-js draws it, in black and white.',
    parameters: { compat: 'netart', color: 'bw' },
  },
}
