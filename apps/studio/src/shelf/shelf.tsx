/** The shelf: this browser's works, one click from the table. While it is empty it offers the samples. */
import { X } from 'lucide-react'
import { sampleRefs, samples } from '../files/sample.ts'
import { instrumentNamed } from '../instrument.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { useObjectUrl } from '../parts/object-url.ts'
import { NoteLine } from '../parts/note-line.tsx'
import { setInput, useDocument } from '../state/document.ts'
import { undo } from '../state/history.ts'
import { openShelved } from '../state/open.ts'
import { note } from '../state/room.ts'
import { discard, useShelf, type Work } from '../state/shelf.ts'

/** The shelf. */
export function Shelf() {
  const { works, ready } = useShelf()
  const shown = useDocument((document) => document.work)
  const input = useDocument((document) => document.inputs['image']?.[0]?.sha256)
  const takesPicture = useDocument(({ instrument }) => 'image' in instrumentNamed(instrument).inputs)
  return (
    <section className="shelf" aria-label="Shelf">
      <ul className="shelf-works">
        {works.map((work) => (
          <Card key={work.id} work={work} isShown={work.id === shown} />
        ))}
        {ready && takesPicture && (
          <li className="shelf-samples">
            <ul aria-label="Samples">
              {samples.map((sample, index) => (
                <li key={sample.sha256}>
                  <button
                    type="button"
                    className="card"
                    aria-label={`Sample: ${sample.title}, ${sample.credit}`}
                    aria-pressed={!shown && input === sample.sha256}
                    onClick={() => setInput('image', [sampleRefs[index]!], sample.title)}
                  >
                    <img src={sample.preview} alt="" draggable={false} />
                  </button>
                  <span className="card-caption">{sample.title}</span>
                </li>
              ))}
            </ul>
          </li>
        )}
      </ul>
      <NoteLine place="shelf" />
    </section>
  )
}

function Card({ work, isShown }: { work: Work; isShown: boolean }) {
  const url = useObjectUrl(work.thumbnail)
  const remove = () => {
    discard(work)
    note('shelf', {
      tone: 'plain',
      text: `“${work.name}” is off the shelf.`,
      next: { title: 'Undo', run: () => undo() },
    })
  }
  return (
    <li className="shelf-card">
      <button
        type="button"
        className="card"
        aria-label={`Open ${work.name}, ${work.width} × ${work.height}`}
        title={`${work.name} · ${work.width} × ${work.height} · ${work.provider}`}
        aria-pressed={isShown}
        onClick={() => openShelved(work)}
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') remove()
        }}
      >
        {url && <img src={url} alt="" draggable={false} />}
      </button>
      <span className="card-caption">{work.name}</span>
      <IconButton name={`Delete ${work.name}`} icon={X} className="card-remove" onPress={remove} />
    </li>
  )
}
