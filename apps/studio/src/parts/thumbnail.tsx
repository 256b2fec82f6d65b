/** A small square view of a picture. */
import { useEffect, useState } from 'react'
import { bitmapOf, type PictureRef } from '../files/picture.ts'
import { sampleOf } from '../files/sample.ts'
import { useObjectUrl } from './object-url.ts'

const side = 96
const squares = new Map<string, Promise<string>>()

/** The view; of `blob` when it is already small, else made once from the picture. */
export function Thumbnail({ picture, blob }: { picture: PictureRef; blob?: Blob }) {
  const sample = sampleOf(picture.sha256)
  const small = useObjectUrl(blob)
  const [made, setMade] = useState<{ readonly of: string; readonly url: string }>()
  const isAtHand = sample !== undefined || blob !== undefined
  useEffect(() => {
    if (isAtHand) return
    // A picture that cannot be read has an empty place; what is wrong with it is said elsewhere.
    square(picture).then(
      (url) => setMade({ of: picture.sha256, url }),
      () => undefined,
    )
  }, [picture, isAtHand])
  const url = small ?? sample?.preview ?? (made?.of === picture.sha256 ? made.url : undefined)
  return url ? <img className="thumbnail" src={url} alt="" draggable={false} /> : <span className="thumbnail" />
}

function square(picture: PictureRef): Promise<string> {
  let promise = squares.get(picture.sha256)
  if (!promise) {
    promise = (async () => {
      const bitmap = await bitmapOf(picture)
      const canvas = new OffscreenCanvas(side, side)
      const edge = Math.min(bitmap.width, bitmap.height)
      canvas
        .getContext('2d')!
        .drawImage(bitmap, (bitmap.width - edge) / 2, (bitmap.height - edge) / 2, edge, edge, 0, 0, side, side)
      bitmap.close()
      return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 }))
    })()
    squares.set(picture.sha256, promise)
    promise.catch(() => squares.delete(picture.sha256))
  }
  return promise
}
