/** What of the room is open just now. Not kept. */
import { create } from 'zustand'

/** A sentence beside what caused it, with the next step as a button. */
export interface Note {
  readonly text: string
  readonly tone: 'problem' | 'plain'
  readonly next?: { readonly title: string; readonly run: () => void }
}

/** Where a note stands. */
export type Place =
  | 'action'
  | 'shelf'
  | 'stage'
  | 'settings'
  | 'collections'
  | 'map'
  | `port ${string}`
  | `field ${string}`

interface Room {
  /** All three edges are folded away. */
  readonly folded: boolean
  /** On a phone: what has risen from below. */
  readonly sheet: 'panel' | 'shelf' | undefined
  readonly page: 'instrument' | 'collections' | 'map' | 'settings'
  readonly notes: Readonly<Partial<Record<Place, Note>>>
}

/** The room. */
export const useRoom = create<Room>(() => ({ folded: false, sheet: undefined, page: 'instrument', notes: {} }))

/** Puts a note at its place, or takes it away. */
export function note(place: Place, note: Note | undefined): void {
  useRoom.setState(({ notes }) => {
    const others = Object.fromEntries(Object.entries(notes).filter(([name]) => name !== place))
    return { notes: note ? { ...others, [place]: note } : others }
  })
}

/** What an error says. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Puts an error at its place as a sentence. */
export function problem(place: Place, error: unknown, next?: Note['next']): void {
  note(place, { tone: 'problem', text: sentenceOf(error), ...(next && { next }) })
}

/** Folds the edges away, or back. */
export function toggleEdges(): void {
  useRoom.setState(({ folded }) => ({ folded: !folded, sheet: undefined }))
}
