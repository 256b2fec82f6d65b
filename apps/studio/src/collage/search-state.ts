/** What is searched for, and what for. */
import { create } from 'zustand'

/** Why a piece is looked for: to make a collage of what is like it, or to put it in the place of another. */
export type Purpose = { readonly kind: 'start' } | { readonly kind: 'swap'; readonly piece: string }

/** The search, while it is open. */
export const useSearch = create<{ readonly purpose: Purpose | undefined }>(() => ({ purpose: undefined }))

/** Opens it. */
export function openSearch(purpose: Purpose): void {
  useSearch.setState({ purpose })
}

/** Closes it. */
export function closeSearch(): void {
  useSearch.setState({ purpose: undefined })
}
