/** The label of the piece that is taken, as a museum would write it, and what can be done with it. */
import { ArrowUpToLine, Lock, LockOpen, Replace, Sparkles, ThumbsDown, Trash2, X } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { useDocument } from '../state/document.ts'
import type { CollagePiece } from '../workers/collage-api.ts'
import { bringToFront, remove, startFrom, toggleLocked } from './edits.ts'
import { findSwap } from './find.ts'
import { select, useCollage } from './live.ts'
import { PiecePicture } from './piece-picture.tsx'
import { addWish } from './wish.ts'

/** The label, when there is a piece in hand. */
export function PieceLabel() {
  const piece = useCollage(({ pieces, selected }) => pieces.find(({ id }) => id === selected))
  const isFront = useCollage(({ hero, selected }) => hero === selected)
  const collection = useDocument(({ collections }) => collections['collection'])
  if (!piece) return null
  const { id, title, locked } = piece
  return (
    <section className="piece-label" aria-label="The piece in hand">
      {collection && <PiecePicture collection={collection} id={id} side={128} />}
      <div className="piece-words">
        <h2>{title || 'Untitled'}</h2>
        <Credit piece={piece} />
      </div>
      <div className="piece-tools">
        <IconButton name="Start again from this piece" keys="↵" icon={Sparkles} onPress={() => startFrom(id)} />
        <IconButton name="Swap for another like it" keys="S" icon={Replace} onPress={() => findSwap(id)} />
        <IconButton
          name={locked ? 'Let go of its place' : 'Hold it in its place'}
          keys="K"
          icon={locked ? Lock : LockOpen}
          pressed={locked}
          onPress={() => toggleLocked(id)}
        />
        <IconButton
          name="To the front"
          keys="T"
          icon={ArrowUpToLine}
          isDisabled={isFront}
          onPress={() => bringToFront(id)}
        />
        <IconButton name="Less like this" icon={ThumbsDown} onPress={() => addWish('unlike', id)} />
        <IconButton name="Remove" keys="Del" icon={Trash2} onPress={() => remove(id)} />
        <IconButton name="Put it back" keys="Esc" icon={X} onPress={() => select(undefined)} />
      </div>
    </section>
  )
}

function Credit({ piece: { author, license, link } }: { piece: CollagePiece }) {
  const words = [author, license].filter(Boolean).join(' · ')
  const address = addressIn(link)
  if (!address) return <p>{words || 'Author unknown'}</p>
  return (
    <p>
      {words && `${words} · `}
      <a href={address.href} target="_blank" rel="noreferrer">
        {address.hostname.replace(/^www\./, '')}
      </a>
    </p>
  )
}

/** What a collection calls a link may be anything: only addresses of the web are followed. */
function addressIn(link: string): URL | undefined {
  const address = URL.parse(link)
  return address && /^https?:$/.test(address.protocol) ? address : undefined
}
