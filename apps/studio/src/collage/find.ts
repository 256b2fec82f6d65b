/** Searches on the collage page: for the piece to begin with, and for one in the place of another. */
import { sampleCollection } from '../collections/ref.ts'
import { useDocument } from '../state/document.ts'
import { problem } from '../state/room.ts'
import { collages } from '../workers/collage-client.ts'
import { startFrom, swap } from './edits.ts'
import { useCollage } from './live.ts'
import { openSearch } from './search-state.ts'
import { addWish, type Wish } from './wish.ts'

const here = () => useDocument.getState().collections['collection'] ?? sampleCollection

/** Looks for the piece to begin with. @param picture One that it should be like */
export function findFirst(picture?: File): void {
  openSearch({
    collection: here(),
    title: 'Begin with',
    ...(picture && { picture }),
    onChoose: (id, title) => startFrom(id, title || 'Choose a piece'),
  })
}

/** Looks for a piece that the others should be more like, or less. */
export function findWish(wish: Wish): void {
  openSearch({
    collection: here(),
    title: wish === 'like' ? 'More like' : 'Less like',
    onChoose: (id) => addWish(wish, id),
  })
}

/** Looks for another piece in the place of one. */
export function findSwap(piece: string): void {
  const collection = here()
  const without = useCollage.getState().pieces.map(({ id }) => id)
  openSearch({
    collection,
    title: 'Swap for another',
    like: { id: piece, without },
    onChoose: (id) => {
      collages()
        .swap(collection, piece, id)
        .then(
          (edit) => swap(id, edit),
          (error: unknown) => problem('stage', error),
        )
    },
  })
}
