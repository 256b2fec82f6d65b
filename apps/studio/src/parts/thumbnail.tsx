/** A small square view of a picture. */
import { useEffect, useState } from 'react'
import { bitmapOf, type PictureRef } from '../files/picture.ts'
import { sampleOf } from '../files/sample.ts'

const side = 96
const made = new Map<string, Promise<string>>()

/** The view; of `blob` when it is already small, else made once from the picture. */
export function Thumbnail({ picture, blob }: { picture: PictureRef; blob?: Blob }) {
  const sample = sampleOf(picture.sha256)
  const [url, setUrl] = useState(sample?.preview)
  useEffect(() => {
    let current = true
    if (blob) {
      const address = URL.createObjectURL(blob)
      setUrl(address)
      return () => URL.revokeObjectURL(address)
    }
    if (sample) setUrl(sample.preview)
    else
      square(picture).then(
        (address) => current && setUrl(address),
        () => current && setUrl(undefined),
      )
    return () => {
      current = false
    }
  }, [picture.sha256, blob, sample])
  return url ? <img className="thumbnail" src={url} alt="" draggable={false} /> : <span className="thumbnail" />
}

function square(picture: PictureRef): Promise<string> {
  let promise = made.get(picture.sha256)
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
    made.set(picture.sha256, promise)
    promise.catch(() => made.delete(picture.sha256))
  }
  return promise
}
