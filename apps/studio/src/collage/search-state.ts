/** What is searched for, in which collection, and what for. */
import { create } from 'zustand'
import type { CollectionRef } from '../collections/ref.ts'

/** A search for a piece. */
export interface Looking {
  readonly collection: CollectionRef
  /** What is done with the piece, as a heading. */
  readonly title: string
  /** Pieces that are like this one come first, and those that are in use are left out. */
  readonly like?: { readonly id: string; readonly without: readonly string[] }
  /** A picture that was dropped, to begin with. */
  readonly picture?: File
  readonly onChoose: (id: string, title: string) => void
}

/** The search, while it is open. */
export const useSearch = create<{ readonly looking: Looking | undefined }>(() => ({ looking: undefined }))

/** Opens it. */
export function openSearch(looking: Looking): void {
  useSearch.setState({ looking })
}

/** Closes it. */
export function closeSearch(): void {
  useSearch.setState({ looking: undefined })
}
