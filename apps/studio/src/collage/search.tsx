/** The pieces of a collection, to choose one: by words, by a colour, by a picture. */
import { Droplet, ImagePlus, Search as SearchIcon, X } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import '../style/search.css'
import { choosePicture } from '../files/choose.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { useObjectUrl } from '../parts/object-url.ts'
import { sentenceOf } from '../state/room.ts'
import { collages } from '../workers/collage-client.ts'
import type { PieceCard } from '../workers/collage-api.ts'
import { PiecePicture } from './piece-picture.tsx'
import { closeSearch, useSearch, type Looking } from './search-state.ts'

/** Pieces that are shown at once. */
const most = 120
/** How much colours count unless somebody says otherwise. */
const usualShade = 0.2

/** The search over the room. */
export default function SearchSheet() {
  const looking = useSearch((state) => state.looking)
  return looking ? <Sheet looking={looking} /> : null
}

function Sheet({ looking }: { looking: Looking }) {
  const { collection, title, like } = looking
  const [words, setWords] = useState('')
  const [color, setColor] = useState<string>()
  const [picture, setPicture] = useState(looking.picture)
  const [shade, setShade] = useState(usualShade)
  const deferred = useDeferredValue(words)
  const { pieces, trouble } = useFound(looking, deferred, color, picture, shade)
  // Likeness is asked for by a picture, or by a piece as long as nothing else is.
  const isAlike = picture !== undefined || (like !== undefined && words.trim() === '' && color === undefined)
  const small = useObjectUrl(picture)
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={closeSearch}>
      <Modal>
        <Dialog className="search-sheet" aria-label={title}>
          <div className="search-head">
            <SearchIcon size={18} strokeWidth={1.5} aria-hidden="true" />
            <input
              className="search-field"
              type="search"
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever opens a search wants to type
              autoFocus
              value={words}
              placeholder={like ? 'Alike, or search by words' : `Search in ${collection.name}`}
              aria-label={`Search in ${collection.name}`}
              spellCheck={false}
              onChange={(event) => setWords(event.target.value)}
            />
            {small ? (
              <button
                type="button"
                className="search-picture"
                onClick={() => setPicture(undefined)}
                title={picture?.name}
              >
                <img src={small} alt="" />
                <span className="unseen">Without the picture</span>
              </button>
            ) : (
              <IconButton
                name="Like a picture"
                icon={ImagePlus}
                side="left"
                onPress={() => void choosePicture().then((file) => file && setPicture(file))}
              />
            )}
            <label className="search-color" data-on={color !== undefined} title="By a colour">
              <Droplet size={18} strokeWidth={1.5} aria-hidden="true" fill={color ?? 'none'} />
              <input
                type="color"
                aria-label="By a colour"
                value={color ?? '#d04030'}
                onChange={(event) => setColor(event.target.value)}
              />
            </label>
            {color !== undefined && (
              <IconButton name="Any colour" icon={X} side="left" onPress={() => setColor(undefined)} />
            )}
            <IconButton name="Close" keys="Esc" icon={X} side="left" onPress={closeSearch} />
          </div>
          {isAlike && (
            <label className="search-shade">
              <span>Alike in subject</span>
              <input
                type="range"
                aria-label="Alike in subject or in colours"
                min={0}
                max={1}
                step={0.05}
                value={shade}
                onChange={(event) => setShade(event.target.valueAsNumber)}
              />
              <span>in colours</span>
            </label>
          )}
          <div aria-live="polite" className="search-say">
            {trouble ??
              (pieces === undefined && picture
                ? 'Looking at the picture …'
                : pieces?.length === 0
                  ? `Nothing in ${collection.name} is like that.`
                  : '')}
          </div>
          <ul className="search-found">
            {pieces?.map((piece) => (
              <li key={piece.id}>
                <button
                  type="button"
                  className="search-piece"
                  title={[piece.author, piece.why].filter(Boolean).join('\n')}
                  onClick={() => {
                    closeSearch()
                    looking.onChoose(piece.id, piece.title)
                  }}
                >
                  <PiecePicture collection={collection} id={piece.id} />
                  <span>{piece.title || 'Untitled'}</span>
                  {isAlike && piece.why && <small>{piece.why}</small>}
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

interface Found {
  readonly pieces?: readonly PieceCard[]
  readonly trouble?: string
}

/** What is found, the best first. */
function useFound(
  { collection, like }: Looking,
  words: string,
  color: string | undefined,
  picture: File | undefined,
  shade: number,
): Found {
  const [found, setFound] = useState<Found>({})
  useEffect(() => {
    let isOver = false
    const without = new Set(like?.without)
    const asked = {
      words,
      shade,
      count: most + without.size,
      ...(like && { like: like.id }),
      ...(color !== undefined && { color }),
      ...(picture && { picture }),
    }
    collages()
      .search(collection, asked)
      .then(
        (list) => {
          if (!isOver) setFound({ pieces: list.filter(({ id }) => !without.has(id)).slice(0, most) })
          return undefined
        },
        (error: unknown) => {
          if (!isOver) setFound({ trouble: sentenceOf(error) })
        },
      )
    return () => {
      isOver = true
    }
  }, [collection, words, like, color, picture, shade])
  return found
}
