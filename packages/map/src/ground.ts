/** What a map lies on: the room's grey, and the plates under transparent pictures that would vanish on it. */
import type { Ground } from './gpu/sprites.ts'

/** A dark picture gets a light plate in a dark room, and the other way round. */
const grounds: Readonly<Record<'dark' | 'light', Ground>> = {
  dark: { plate: [0.42, 0.34], color: [0.8, 0.8, 0.8, 1] },
  light: { plate: [0.93, 0.97], color: [0.32, 0.32, 0.32, 1] },
}

/** The ground of the room that an element stands in, by its `color-scheme`. */
export const groundOf = (element: Element): Ground =>
  grounds[getComputedStyle(element).colorScheme.includes('light') ? 'light' : 'dark']
