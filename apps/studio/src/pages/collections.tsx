/** The collections of this browser: folders of pictures that were looked at here, and never left. */
import { FolderOpen, Square } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from 'react-aria-components/Button'
import '../style/collections.css'
import { chooseFolder } from '../collections/given.ts'
import { collectNew, stopCollecting } from '../collections/make.ts'
import { OwnEntry, SamplesEntry } from '../collections/entry.tsx'
import { importNote, takeArchive } from '../collections/archive.ts'
import { readCollections, useCollections, type Collecting } from '../collections/state.ts'
import { collectShelf } from '../collections/from-shelf.ts'
import { chooseArchive } from '../files/choose.ts'
import { seconds } from '../parts/figures.ts'
import { NoteLine } from '../parts/note-line.tsx'
import { problem } from '../state/room.ts'
import { useShelf } from '../state/shelf.ts'

/** The page. */
export default function CollectionsPage() {
  const { list, ready, working } = useCollections()
  const works = useShelf((shelf) => shelf.works.length)
  useEffect(() => {
    if (!ready) readCollections().catch((error: unknown) => problem('collections', error))
  }, [ready])
  const work = Object.values(working)[0]
  return (
    <main className="collections" aria-label="Collections">
      <div className="collections-list">
        {list.map((facts) => (
          <OwnEntry key={facts.id} facts={facts} work={working[facts.id]} />
        ))}
        <SamplesEntry />
        {ready && list.length === 0 && (
          <p className="collections-hint">
            Drop a folder of your own anywhere. Its pictures are looked at on this device, and nothing leaves it.
          </p>
        )}
      </div>
      <aside className="collections-panel" aria-label="New collection">
        <div className="collections-words">
          <h2 className="title">Collections</h2>
          <p>
            A folder of pictures becomes a map on which like lies by like, a search, and collages. Everything
            happens in this browser and stays in it.
          </p>
          <ul className="collections-ways">
            <li>
              <button
                type="button"
                className="way"
                disabled={works === 0 || work !== undefined}
                onClick={() => void collectShelf().catch((error: unknown) => problem('collections', error))}
              >
                From the shelf
                <small>{works === 0 ? 'The shelf is empty' : `${works} ${works === 1 ? 'work' : 'works'}`}</small>
              </button>
            </li>
            <li>
              <button
                type="button"
                className="way"
                onClick={() => void chooseArchive().then((file) => file && takeArchive(file))}
              >
                From an archive
                <small>{importNote}</small>
              </button>
            </li>
          </ul>
        </div>
        <section className="action" aria-label="Collect">
          <NoteLine place="collections" />
          <div className="action-line">
            {work ? (
              <Button className="primary" data-busy="true" onPress={stopCollecting}>
                <Square size={13} strokeWidth={1.75} aria-hidden="true" fill="currentColor" />
                Stop
                <span
                  className="primary-share"
                  style={{ transform: `scaleX(${shareOf(work) ?? 0})` }}
                  data-unknown={shareOf(work) === undefined}
                />
              </Button>
            ) : (
              <Button className="primary" onPress={() => void choose()}>
                <FolderOpen size={15} strokeWidth={1.75} aria-hidden="true" />
                Choose a folder
              </Button>
            )}
          </div>
          <p className="action-figures figure">{work ? figuresOf(work) : '\u00a0'}</p>
        </section>
      </aside>
    </main>
  )
}

async function choose(): Promise<void> {
  try {
    const given = await chooseFolder()
    if (given) await collectNew(given)
  } catch (error) {
    problem('collections', error)
  }
}

const shareOf = ({ done, total }: Collecting): number | undefined => (total ? done / total : undefined)

function figuresOf({ phase, done, total, rate, remaining, stage }: Collecting): string {
  if (phase === 'waiting') return 'Waiting'
  if (phase === 'taking') return `Taking in · ${done}`
  if (phase === 'arranging') return `Arranging: ${stage}`
  return [
    remaining !== undefined && `${seconds(remaining)} left`,
    rate !== undefined && rate > 0 && `${rate.toFixed(1)} /s`,
    `${done} of ${total}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
