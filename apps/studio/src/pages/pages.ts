/** A page an instrument, loaded when it is first shown. An instrument on the rail needs one here. */
import { lazy, type ComponentType } from 'react'

/** The pages by instrument. */
export const pages: Readonly<Record<string, ComponentType>> = {
  collage: lazy(() => import('./collage.tsx')),
  dream: lazy(() => import('./dream.tsx')),
  pattern: lazy(() => import('./pattern.tsx')),
}
