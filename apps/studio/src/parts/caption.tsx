/** What hangs there, as a museum would say it: the picture, who made it, how large it is. */
import { sampleOf } from '../files/sample.ts'
import type { PictureRef } from '../files/picture.ts'

/** The caption below the picture. */
export function Caption({ picture }: { picture: PictureRef }) {
  const sample = sampleOf(picture.sha256)
  return (
    <p className="caption">
      <span>{sample?.title ?? picture.name}</span>
      {sample && <span>{sample.credit}</span>}
      <span className="figure">
        {picture.width} × {picture.height}
      </span>
    </p>
  )
}
