/** The pieces of the collection, to choose the one to begin with, or one to put in the place of another. */
import { Search as SearchIcon, X } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { IconButton } from '../parts/icon-button.tsx'
import type { CollectionRef } from '../collections/ref.ts'
import { useDocument } from '../state/document.ts'
import { problem, sentenceOf } from '../state/room.ts'
import { collages } from '../workers/collage-client.ts'
import type { PieceCard } from '../workers/collage-api.ts'
import { startFrom, swap } from './edits.ts'
import { useCollage } from './live.ts'
import { PiecePicture } from './piece-picture.tsx'
import { closeSearch, useSearch, type Purpose } from './search-state.ts'

/** Pieces that are shown at once. */
const most = 120

/** The search over the stage. */
export default function SearchSheet() {
  const purpose = useSearch((state) => state.purpose)
  const collection = useDocument(({ collections }) => collections['collection'])
  return purpose && collection ? <Sheet purpose={purpose} collection={collection} /> : null
}

function Sheet({ purpose, collection }: { purpose: Purpose; collection: CollectionRef }) {
  const [words, setWords] = useState('')
  const deferred = useDeferredValue(words)
  const { pieces, trouble } = useFound(collection, deferred, purpose)
  const choose = (piece: PieceCard) => {
    closeSearch()
    if (purpose.kind === 'start') startFrom(piece.id, piece.title || 'Choose a piece')
    else
      collages()
        .swap(collection, purpose.piece, piece.id)
        .then(
          (edit) => swap(piece.id, edit),
          (error: unknown) => problem('stage', error),
        )
  }
  const title = purpose.kind === 'start' ? 'Begin with' : 'Swap for another'
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={closeSearch}>
      <Modal>
        <Dialog className="search-sheet" aria-label={title}>
          <div className="search-head">
            <SearchIcon size={18} strokeWidth={1.5} aria-hidden="true" />
            <input
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever opens a search wants to type
              autoFocus
              className="search-field"
              type="search"
              value={words}
              placeholder={purpose.kind === 'start' ? `Search in ${collection.name}` : 'Alike, or search by words'}
              aria-label={`Search in ${collection.name}`}
              spellCheck={false}
              onChange={(event) => setWords(event.target.value)}
            />
            <IconButton name="Close" keys="Esc" icon={X} onPress={closeSearch} />
          </div>
          <div aria-live="polite" className="search-say">
            {trouble ?? (pieces?.length === 0 ? `Nothing in ${collection.name} is called “${deferred}”.` : '')}
          </div>
          <ul className="search-found">
            {pieces?.map((piece) => (
              <li key={piece.id}>
                <button type="button" className="search-piece" onClick={() => choose(piece)} title={piece.author}>
                  <PiecePicture collection={collection} id={piece.id} />
                  <span>{piece.title || 'Untitled'}</span>
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What is found; for a swap what is like the piece and not in the collage yet. */
function useFound(
  collection: CollectionRef,
  words: string,
  purpose: Purpose,
): { readonly pieces: readonly PieceCard[] | undefined; readonly trouble: string | undefined } {
  const [found, setFound] = useState<{ pieces?: readonly PieceCard[]; trouble?: string }>({})
  const like = purpose.kind === 'swap' ? purpose.piece : undefined
  useEffect(() => {
    let isOver = false
    const there = new Set(like === undefined ? [] : useCollage.getState().pieces.map(({ id }) => id))
    collages()
      .search(collection, { words, count: most + there.size, ...(like !== undefined && { like }) })
      .then(
        (list) => {
          if (!isOver) setFound({ pieces: list.filter(({ id }) => !there.has(id)).slice(0, most) })
        },
        (error: unknown) => {
          if (!isOver) setFound({ trouble: sentenceOf(error) })
        },
      )
    return () => {
      isOver = true
    }
  }, [collection, words, like])
  return { pieces: found.pieces, trouble: found.trouble }
}
