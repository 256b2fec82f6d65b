/** Named ways to dream, each tuned by eye on photographs of a cat, a cup, a rocket and a sky. */
import type { Preset } from '../instrument.ts'
import type { dreamParameters } from './params.ts'

/** `dream`'s presets. `reverie` is what happens when nothing is chosen. */
export const dreamPresets: Readonly<Record<string, Preset<typeof dreamParameters>>> = {
  reverie: {
    title: 'Reverie',
    description: 'Eyes, animals and arches: the classical dream.',
    parameters: {},
  },
}
