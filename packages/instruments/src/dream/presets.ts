/**
 * Named ways to dream, tuned by eye on photographs of a cat, a cup, a rocket and a sky. They name layers of
 * `inception`; with another network, choose its layers as well.
 */
import type { Preset } from '../instrument.ts'
import type { dreamParameters } from './params.ts'

/** `dream`'s presets. `reverie` is what happens when nothing is chosen. */
export const dreamPresets: Readonly<Record<string, Preset<typeof dreamParameters>>> = {
  reverie: {
    title: 'Reverie',
    description: 'The classical dream: eyes, scales and rainbows.',
    parameters: {},
  },
  whisper: {
    title: 'Whisper',
    description: 'Almost the picture: a few shapes rise to the surface, in its own colours.',
    parameters: { layers: { mixed4: 1 }, steps: 8, stepSize: 0.7, smoothing: 0.7, keepColors: true },
  },
  arabesque: {
    title: 'Arabesque',
    description: 'Ornament everywhere: fine curved lines like carving or script.',
    parameters: { layers: { mixed0: 1 }, octaves: 5, stepSize: 2 },
  },
  woven: {
    title: 'Woven',
    description: 'Broad crossing strokes, as if plaited out of the picture.',
    parameters: { layers: { activation_5: 1 }, octaves: 5, stepSize: 2, decorrelate: true },
  },
  relief: {
    title: 'Relief',
    description: 'Stamped leather: ridges and small cells follow the forms, colours stay.',
    parameters: { layers: { mixed1: 1 }, steps: 12, stepSize: 2.5, keepColors: true, decorrelate: true },
  },
  spirals: {
    title: 'Spirals',
    description: 'Whorls within whorls at many sizes, in natural colours.',
    parameters: {
      layers: { mixed4: 1 },
      octaves: 7,
      octaveScale: 1.3,
      steps: 12,
      stepSize: 1.8,
      decorrelate: true,
    },
  },
  pearls: {
    title: 'Pearls',
    description: 'Large soft globes that glow, with little fine detail.',
    parameters: { layers: { mixed4: 1 }, octaves: 5, stepSize: 2.5, fourier: 0.8, decorrelate: true },
  },
  clouds: {
    title: 'Clouds',
    description: 'The picture dissolves into petals, fur and weather.',
    parameters: { layers: { mixed5: 1 }, octaves: 5, steps: 14, stepSize: 2, fourier: 0.35, decorrelate: true },
  },
}
