/** A collection in the list: some of its pictures in a row, its name, and what can be done with it. */
import { Download, FolderPlus, Map as MapIcon, Pencil, Puzzle, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { PiecePicture } from '../collage/piece-picture.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import type { Parameters } from '../instrument.ts'
import { turnTo, useDocument } from '../state/document.ts'
import { undo } from '../state/history.ts'
import { note, problem, useRoom } from '../state/room.ts'
import { collages } from '../workers/collage-client.ts'
import { saveArchive } from './archive.ts'
import { chooseFolder } from './given.ts'
import { collectMore, goOn } from './make.ts'
import { sampleCollection, type CollectionRef } from './ref.ts'
import { choose, discard, refOf, rename, type Collecting, type CollectionFacts } from './state.ts'

/** The collection that comes with the Studio. */
export function SamplesEntry() {
  const [cover, setCover] = useState<readonly string[]>([])
  const [trouble, setTrouble] = useState(false)
  useEffect(() => {
    collages()
      .search(sampleCollection, { words: '', shade: 0, count: 24 })
      .then(
        (pieces) => setCover(pieces.map(({ id }) => id)),
        () => setTrouble(true),
      )
  }, [])
  return (
    <article className="entry" aria-label="Samples">
      <Cover collection={sampleCollection} ids={cover} />
      <div className="entry-line">
        <h2>Samples</h2>
        <p>
          {trouble
            ? 'The samples cannot be reached just now'
            : 'Open Clipart, public domain · comes with the Studio'}
        </p>
        <span className="grow" />
        {!trouble && <Uses collection={sampleCollection} />}
      </div>
    </article>
  )
}

interface OwnEntryProps {
  readonly facts: CollectionFacts
  /** What is being done with it. */
  readonly work: Collecting | undefined
}

/** A collection of this browser. */
export function OwnEntry({ facts, work }: OwnEntryProps) {
  const { name, count, cover = [], unfinished } = facts
  const collection = refOf(facts)
  const isReady = count !== undefined && count > 0
  const remove = () => {
    discard(facts)
    note('collections', {
      tone: 'plain',
      text: `“${name}” is put away.`,
      next: { title: 'Undo', run: () => undo() },
    })
  }
  const add = async () => {
    try {
      const given = await chooseFolder()
      if (given) collectMore(facts, given)
    } catch (error) {
      problem('collections', error)
    }
  }
  return (
    <article className="entry" aria-label={name} data-working={work !== undefined}>
      {work && work.latest.length > 0 ? <Latest work={work} /> : <Cover collection={collection} ids={cover} />}
      <div className="entry-line">
        <Name facts={facts} />
        <p>{work ? stageOf(work) : stateOf(facts)}</p>
        <span className="grow" />
        {!work && unfinished && (
          <button type="button" className="button" onClick={() => goOn(facts)}>
            Go on
          </button>
        )}
        {isReady && !work && <Uses collection={collection} />}
        {!work && (
          <div className="entry-tools">
            {facts.canGrow !== false && (
              <IconButton name="Add pictures" icon={FolderPlus} onPress={() => void add()} />
            )}
            {isReady && (
              <IconButton name="Save as an archive" icon={Download} onPress={() => void saveArchive(facts)} />
            )}
            <IconButton name={`Delete ${name}`} icon={Trash2} onPress={remove} />
          </div>
        )}
      </div>
      {!work && <Problems facts={facts} />}
    </article>
  )
}

function stageOf({ phase, done, total, problems }: Collecting): string {
  const bad = problems > 0 ? ` · ${problems} could not be read` : ''
  if (phase === 'waiting') return 'Waits for its turn'
  if (phase === 'taking') return `Taking in ${done} pictures${bad}`
  if (phase === 'looking') return `Looking at ${done} of ${total}${bad}`
  return 'Laying out the map'
}

function stateOf({ count, unfinished }: CollectionFacts): string {
  const pieces = count === undefined ? '' : `${count.toLocaleString('en')} ${count === 1 ? 'picture' : 'pictures'}`
  return [pieces, unfinished && 'not finished'].filter(Boolean).join(' · ')
}

/** The name, and a field to write another. */
function Name({ facts }: { facts: CollectionFacts }) {
  const [isOpen, setOpen] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isOpen) field.current?.select()
  }, [isOpen])
  if (!isOpen)
    return (
      <h2>
        <button
          type="button"
          className="entry-name"
          aria-label={`Rename ${facts.name}`}
          onClick={() => setOpen(true)}
        >
          {facts.name}
          <Pencil size={14} strokeWidth={1.5} aria-hidden="true" />
        </button>
      </h2>
    )
  const finish = () => {
    const name = field.current?.value.trim()
    setOpen(false)
    if (name && name !== facts.name) rename(facts, name)
  }
  return (
    <input
      ref={field}
      className="text entry-field"
      aria-label="Name of the collection"
      defaultValue={facts.name}
      maxLength={120}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish()
        if (event.key === 'Escape') setOpen(false)
      }}
    />
  )
}

/** To the map and to a collage. */
function Uses({ collection }: { collection: CollectionRef }) {
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => {
          choose(collection)
          useRoom.setState({ page: 'map', sheet: undefined })
        }}
      >
        <MapIcon size={16} strokeWidth={1.5} aria-hidden="true" />
        Map
      </button>
      <button type="button" className="button" onClick={() => collageOf(collection)}>
        <Puzzle size={16} strokeWidth={1.5} aria-hidden="true" />
        Collage
      </button>
    </>
  )
}

/** Turns to the collage page with a collection. */
export function collageOf(collection: CollectionRef, parameters: Parameters = {}): void {
  // Some of its pieces may be chosen: the map stays one of all.
  choose({ id: collection.id, name: collection.name })
  const { instrument, others, ...table } = useDocument.getState()
  const before = instrument === 'collage' ? table : others['collage']
  const { like: _, unlike: __, count, ...rest } = before?.parameters ?? {}
  // How many were gathered once says nothing of another collage.
  const wasPart = before?.collections['collection']?.only !== undefined
  const kept = { ...rest, ...(count !== undefined && !wasPart && { count }) }
  turnTo('collage', `Collage of ${collection.name}`, {
    collections: { collection },
    parameters: { ...screenIfNone(kept), ...parameters },
    edits: [],
    pieces: {},
    work: undefined,
  })
  useRoom.setState({ page: 'instrument', sheet: undefined })
}

/** A first collage is for this screen. */
function screenIfNone(parameters: Readonly<Record<string, unknown>>) {
  const pixels = (length: number) => Math.round(length * devicePixelRatio)
  const size = { width: pixels(screen.width), height: pixels(screen.height) }
  return { ...size, ...parameters } as ReturnType<typeof useDocument.getState>['parameters']
}

function Cover({ collection, ids }: { collection: CollectionRef; ids: readonly string[] }) {
  return (
    <ul className="cover" aria-hidden="true">
      {ids.map((id) => (
        <li key={id}>
          <PiecePicture collection={collection} id={id} />
        </li>
      ))}
    </ul>
  )
}

function Latest({ work }: { work: Collecting }) {
  return (
    <ul className="cover" aria-hidden="true">
      {work.latest.map((url) => (
        <li key={url}>
          <img className="piece-picture" src={url} alt="" draggable={false} />
        </li>
      ))}
    </ul>
  )
}

const none: NonNullable<CollectionFacts['problems']> = []

/** What could not be taken, and why, on request. */
function Problems({ facts: { problems = none } }: { facts: CollectionFacts }) {
  if (problems.length === 0) return null
  return (
    <details className="entry-problems">
      <summary>
        {problems.length} {problems.length === 1 ? 'file' : 'files'} could not be read
      </summary>
      <ul>
        {problems.slice(0, 500).map(({ path, message }) => (
          <li key={path + message}>{message}</li>
        ))}
      </ul>
    </details>
  )
}
