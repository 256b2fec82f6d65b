/** What a map lies on: the room's grey, and the halo around transparent pictures that would vanish on it. */
import type { Ground } from './gpu/sprites.ts'

/** A dark picture gets a light halo in a dark room, and the other way round. */
const grounds: Readonly<Record<'dark' | 'light', Ground>> = {
  dark: { at: [0.5, 0.38], color: [0.86, 0.86, 0.86, 1] },
  light: { at: [0.9, 0.96], color: [0.45, 0.45, 0.45, 1] },
}

/** The ground of the room that an element stands in, by its `color-scheme`. */
export const groundOf = (element: Element): Ground =>
  grounds[getComputedStyle(element).colorScheme.includes('light') ? 'light' : 'dark']
