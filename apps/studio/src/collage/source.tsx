/** The collection that a collage is made of, and the piece that it begins with. */
import { Dices, Library, Search } from 'lucide-react'
import { useEffect } from 'react'
import { sampleCollection, type CollectionRef } from '../collections/ref.ts'
import { readCollections, refOf, useCollections } from '../collections/state.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { edit, setParameter, useDocument } from '../state/document.ts'
import { useRoom } from '../state/room.ts'
import { findFirst } from './find.ts'
import { useCollage } from './live.ts'
import { PiecePicture } from './piece-picture.tsx'
import { Wishes } from './wishes.tsx'

/** The choice of both. */
export function CollageSource() {
  const chosen = useDocument(({ collections }) => collections['collection'] ?? sampleCollection)
  const { list, ready } = useCollections()
  useEffect(() => {
    if (!ready) void readCollections()
  }, [ready])
  const own = list.filter(({ count }) => count !== undefined).map(refOf)
  const all: readonly CollectionRef[] = [sampleCollection, ...own]
  const isPart = chosen.only !== undefined
  const isKnown = !isPart && all.some(({ id }) => id === chosen.id)
  return (
    <div className="collage-source">
      <div className="collage-collection">
        <select
          className="choice"
          aria-label="Collection"
          value={isKnown ? chosen.id : ''}
          onChange={(event) => {
            const next = all.find(({ id }) => id === event.target.value)
            if (next) turn(next)
          }}
        >
          {!isKnown && (
            <option value="">
              {isPart ? `${chosen.only.length} of ${chosen.name}` : `${chosen.name} (not here)`}
            </option>
          )}
          {all.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <IconButton
          name="Collections"
          icon={Library}
          side="left"
          onPress={() => useRoom.setState({ page: 'collections', sheet: undefined })}
        />
      </div>
      <First collection={chosen} />
      <Wishes collection={chosen} />
    </div>
  )
}

/** Another collection: the piece to begin with and all edits are of the one before. */
function turn(collection: CollectionRef): void {
  const { like: _, unlike: __, ...parameters } = useDocument.getState().parameters
  edit(collection.name, { parameters, collections: { collection }, edits: [], pieces: {} })
}

function First({ collection }: { collection: CollectionRef }) {
  const like = useDocument(({ parameters }) => parameters['like'])
  const hero = useCollage(({ pieces, hero }) => pieces.find(({ id }) => id === hero))
  const isChosen = typeof like === 'string' && like !== ''
  return (
    <div className="collage-first">
      <button type="button" className="collage-begin" onClick={() => findFirst()}>
        {hero ? <PiecePicture collection={collection} id={hero.id} /> : <span className="piece-picture" />}
        <span>
          <small>{isChosen ? 'Like' : 'By chance'}</small>
          {hero?.title || '\u00a0'}
          <span className="unseen">. Choose another to begin with</span>
        </span>
        <Search size={16} strokeWidth={1.5} aria-hidden="true" />
      </button>
      {isChosen && (
        <IconButton
          name="Begin with a piece by chance"
          icon={Dices}
          side="left"
          onPress={() => setParameter('like', undefined, 'Begin by chance')}
        />
      )}
    </div>
  )
}
