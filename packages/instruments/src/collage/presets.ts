/** Named collages, chosen by looking at many on drawings and on photographs. `wall` is what happens when nothing is chosen. */
import type { Preset } from '../instrument.ts'
import type { collageParameters } from './params.ts'

/** `collage`'s presets. */
export const collagePresets: Readonly<Record<string, Preset<typeof collageParameters>>> = {
  wall: {
    title: 'Wall',
    description: 'Evenly spread on white, each piece as large as its place allows.',
    parameters: {},
  },
  cutout: {
    title: 'Cut-outs',
    description: 'Turned to fit each other and close together, with the shadows of cut paper.',
    parameters: { turn: 45, overlap: 0.18, nestle: 1, scale: 1, shadow: 0.45, background: '#f4efe4' },
  },
  hero: {
    title: 'Hero',
    description: 'The first piece large in the middle, the others around it.',
    parameters: { sizes: 'hero', overlap: 0.14, scale: 0.95, shadow: 0.3 },
  },
  burst: {
    title: 'Burst',
    description: 'Large where it is like the first, smaller and smaller away from it.',
    parameters: { sizes: 'rank', overlap: 0.14, scale: 0.95, turn: 20 },
  },
  heart: {
    title: 'Heart',
    description: 'A heart full of pieces.',
    parameters: {
      shape: 'heart',
      nestle: 1,
      turn: 60,
      overlap: 0.18,
      scale: 1,
      margin: 0.05,
      width: 1600,
      height: 1600,
    },
  },
  confetti: {
    title: 'Confetti',
    description: 'Many small pieces, tilted by chance, with air between them.',
    parameters: { count: 700, tilt: 35, scale: 0.8, overlap: 0.06 },
  },
  night: {
    title: 'Night',
    description: 'Close together on a dark ground.',
    parameters: { background: '#12131c', nestle: 1, overlap: 0.16, scale: 0.95, turn: 30, count: 260 },
  },
  glass: {
    title: 'Stained glass',
    description: 'For photographs: each fills its place to the last corner, with thin leads between.',
    parameters: { cut: 'cell', background: '#141414', scale: 0.9, color: 0.35, count: 160 },
  },
  discs: {
    title: 'Discs',
    description: 'For photographs: round, ordered by their colours.',
    parameters: { cut: 'circle', color: 0.8, scale: 0.94, overlap: 0.08, nestle: 1, background: '#faf7f2' },
  },
  album: {
    title: 'Album',
    description: 'For photographs: whole and tilted a little, as thrown on a table.',
    parameters: { tilt: 12, overlap: 0.3, nestle: 1, scale: 1, shadow: 0.6, background: '#e9e4da', count: 120 },
  },
}
