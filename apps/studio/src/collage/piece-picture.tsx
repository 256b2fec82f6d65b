/** A piece's thumbnail, fetched when it comes into view. */
import { useEffect, useState } from 'react'
import '../style/piece-picture.css'
import type { CollectionRef } from '../collections/ref.ts'
import { collages } from '../workers/collage-client.ts'

const addresses = new Map<string, Promise<string>>()
/** Thumbnails of 128 px are a few KB each. */
const most = 600

function addressOf(collection: CollectionRef, id: string, side: 128 | 256): Promise<string> {
  const key = `${collection.id}/${side}/${id}`
  const known = addresses.get(key)
  if (known) return known
  const made = collages()
    .thumbnail(collection, id, side)
    .then((blob) => URL.createObjectURL(blob))
  addresses.set(key, made)
  made.catch(() => addresses.delete(key))
  for (const [old, address] of addresses) {
    if (addresses.size <= most) break
    addresses.delete(old)
    void address.then((url) => URL.revokeObjectURL(url))
  }
  return made
}

interface PiecePictureProps {
  readonly collection: CollectionRef
  readonly id: string
  readonly side?: 128 | 256
}

/** The picture, whole, on no ground. */
export function PiecePicture({ collection, id, side = 128 }: PiecePictureProps) {
  const [made, setMade] = useState<{ readonly of: string; readonly url: string }>()
  useEffect(() => {
    let isOver = false
    // A thumbnail that is gone leaves its place empty.
    addressOf(collection, id, side).then(
      (url) => {
        if (!isOver) setMade({ of: id, url })
        return undefined
      },
      () => undefined,
    )
    return () => {
      isOver = true
    }
  }, [collection, id, side])
  return made?.of === id ? (
    <img className="piece-picture" src={made.url} alt="" draggable={false} />
  ) : (
    <span className="piece-picture" />
  )
}
