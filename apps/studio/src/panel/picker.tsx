/** A strip to choose a picture from: a file, the samples, the works on the shelf. */
import { FolderOpen } from 'lucide-react'
import { choosePicture } from '../files/choose.ts'
import { takeIn, type PictureRef } from '../files/picture.ts'
import { sampleRefs, samples } from '../files/sample.ts'
import { Thumbnail } from '../parts/thumbnail.tsx'
import { problem } from '../state/room.ts'
import { useShelf } from '../state/shelf.ts'

interface PickerProps {
  readonly port: string
  readonly description: string
  readonly onChoose: (picture: PictureRef) => void
}

/** The strip. */
export function Picker({ port, description, onChoose }: PickerProps) {
  const works = useShelf((shelf) => shelf.works)
  const take = async (file: File | undefined) => {
    if (!file) return
    try {
      onChoose(await takeIn(file))
    } catch (error) {
      problem(`port ${port}`, error)
    }
  }
  return (
    <div className="picker">
      <p>{description}</p>
      <div className="picker-strip">
        <button type="button" className="picker-file" onClick={() => void choosePicture().then(take)}>
          <FolderOpen size={18} strokeWidth={1.5} aria-hidden="true" />
          <span>File…</span>
        </button>
        {sampleRefs.map((picture, index) => (
          <button
            key={picture.sha256}
            type="button"
            className="picker-picture"
            aria-label={samples[index]!.title}
            title={`${samples[index]!.title} · ${samples[index]!.credit}`}
            onClick={() => onChoose(picture)}
          >
            <Thumbnail picture={picture} />
          </button>
        ))}
        {works.map((work) => (
          <button
            key={work.id}
            type="button"
            className="picker-picture"
            aria-label={`From the shelf: ${work.name}`}
            onClick={() =>
              onChoose({ sha256: work.sha256, name: work.name, width: work.width, height: work.height })
            }
          >
            <Thumbnail picture={work} blob={work.thumbnail} />
          </button>
        ))}
      </div>
    </div>
  )
}
