/** What the pieces should be like beside the first, and what not: chosen by looking, each to be taken back. */
import { Minus, Plus, X } from 'lucide-react'
import type { CollectionRef } from '../collections/ref.ts'
import { useDocument } from '../state/document.ts'
import { findWish } from './find.ts'
import { PiecePicture } from './piece-picture.tsx'
import { unwish, wishesIn, type Wish } from './wish.ts'

/** The wishes, and the ways to more of them. */
export function Wishes({ collection }: { collection: CollectionRef }) {
  const parameters = useDocument((document) => document.parameters)
  // The first of several stands above.
  const like = wishesIn(parameters, 'like').slice(1)
  const unlike = wishesIn(parameters, 'unlike')
  return (
    <div className="wishes">
      {like.length + unlike.length > 0 && (
        <ul aria-label="What else the pieces are chosen by">
          {like.map((id) => (
            <Chosen key={id} collection={collection} id={id} wish="like" />
          ))}
          {unlike.map((id) => (
            <Chosen key={id} collection={collection} id={id} wish="unlike" />
          ))}
        </ul>
      )}
      <button type="button" className="wish" onClick={() => findWish('like')}>
        <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
        More like …
      </button>
      <button type="button" className="wish" onClick={() => findWish('unlike')}>
        <Minus size={14} strokeWidth={1.75} aria-hidden="true" />
        Less like …
      </button>
    </div>
  )
}

interface ChosenProps {
  readonly collection: CollectionRef
  readonly id: string
  readonly wish: Wish
}

function Chosen({ collection, id, wish }: ChosenProps) {
  const words = wish === 'like' ? 'more like this' : 'less like this'
  return (
    <li>
      <button
        type="button"
        className="wished"
        data-wish={wish}
        title={`${words}: ${id}`}
        aria-label={`Take back: ${words}, ${id}`}
        onClick={() => unwish(wish, id)}
      >
        <PiecePicture collection={collection} id={id} />
        <X size={12} strokeWidth={2} aria-hidden="true" />
      </button>
    </li>
  )
}
