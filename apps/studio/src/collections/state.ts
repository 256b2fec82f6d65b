/** The collections of this browser: what is there, what is being made, what was put away. */
import { create } from 'zustand'
import { packedName } from './packed-name.ts'
import { sampleCollection, type CollectionRef } from './ref.ts'
import { isAlone } from '../state/alone.ts'
import { record } from '../state/history.ts'
import { problem } from '../state/room.ts'

/** What a collection's own file says of it, in OPFS as `studio.json`. */
export interface CollectionFacts {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly made: number
  /** Pieces; undefined while it was never finished. */
  readonly count?: number | undefined
  /** Some of its pieces, to be recognised by. */
  readonly cover?: readonly string[] | undefined
  /** Pictures that could not be taken, and why. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[] | undefined
  /** Whether there is work left: it was stopped, or the page was left meanwhile. */
  readonly unfinished?: boolean | undefined
  /** Whether pictures can be added; those made in a terminal grow there. */
  readonly canGrow?: boolean | undefined
  /** Put away; swept at the next visit, until then an undo brings it back. */
  readonly deleted?: boolean | undefined
}

/** Work on a collection. */
export interface Collecting {
  readonly phase: 'waiting' | 'taking' | 'looking' | 'arranging'
  readonly done: number
  readonly total: number | undefined
  /** Pictures a second, and seconds that remain. */
  readonly rate: number | undefined
  readonly remaining: number | undefined
  readonly problems: number
  /** What is being done, where it is no counting. */
  readonly stage: string
  /** Addresses of the latest thumbnails. */
  readonly latest: readonly string[]
}

interface Collections {
  readonly list: readonly CollectionFacts[]
  readonly ready: boolean
  /** By id. */
  readonly working: Readonly<Record<string, Collecting>>
  /** What the map shows. */
  readonly current: CollectionRef
}

const place = 'reverie.collection'

/** The collections, newest first. */
export const useCollections = create<Collections>(() => ({
  list: [],
  ready: false,
  working: {},
  current: remembered(),
}))

function remembered(): CollectionRef {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as CollectionRef | null
    if (kept) return kept
  } catch {
    // Forbidden storage: the samples are there.
  }
  return sampleCollection
}

/** Turns to a collection. */
export function choose(current: CollectionRef): void {
  useCollections.setState({ current })
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // Forbidden storage: it is current for this visit.
  }
}

/** A collection as works name it. */
export const refOf = ({ id, name }: CollectionFacts): CollectionRef => ({ id, name })

const newestFirst = (list: readonly CollectionFacts[]) => [...list].sort((a, b) => b.made - a.made)

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle('collections', { create: true })
}

/** Reads what there is, and sweeps away what was put away at an earlier visit, unless another tab is open. */
export async function readCollections(): Promise<void> {
  const place = await folder()
  const names: string[] = []
  for await (const name of place.keys()) names.push(name)
  const read = await Promise.all(names.map(async (name) => ({ name, facts: await readFacts(name) })))
  const list = read.flatMap(({ facts }) => (facts && !facts.deleted ? [facts] : []))
  if (await isAlone()) {
    for (const { name, facts } of read)
      if (facts?.deleted) await place.removeEntry(name, { recursive: true }).catch(() => undefined)
    const root = await navigator.storage.getDirectory()
    await root.removeEntry(packedName).catch(() => undefined)
  }
  useCollections.setState({ list: newestFirst(list), ready: true })
}

async function readFacts(id: string): Promise<CollectionFacts | undefined> {
  try {
    const own = await (await folder()).getDirectoryHandle(id)
    return JSON.parse(await (await (await own.getFileHandle('studio.json')).getFile()).text()) as CollectionFacts
  } catch {
    return undefined
  }
}

/** Shows what is known of a collection. */
function show(facts: CollectionFacts): void {
  useCollections.setState(({ list }) => ({
    list: newestFirst([...list.filter(({ id }) => id !== facts.id), ...(facts.deleted ? [] : [facts])]),
  }))
}

/** Other tabs of the Studio: what one of them changes, none of them writes over with what was before. */
const tabs = new BroadcastChannel('reverie.collections')
tabs.addEventListener('message', ({ data }: MessageEvent<CollectionFacts>) => show(data))

/** Keeps what is known of a collection. @throws DOMException named QuotaExceededError when there is no room */
export async function keepFacts(facts: CollectionFacts): Promise<void> {
  show(facts)
  const own = await (await folder()).getDirectoryHandle(facts.id, { create: true })
  const writable = await (await own.getFileHandle('studio.json', { create: true })).createWritable()
  await writable.write(JSON.stringify(facts))
  await writable.close()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  tabs.postMessage(facts)
}

/** Keeps it, and says where that failed. */
function keepSoon(facts: CollectionFacts): void {
  keepFacts(facts).catch((error: unknown) => problem('collections', error))
}

/** What is known of the collection of that id. */
export const factsOf = (id: string): CollectionFacts | undefined =>
  useCollections.getState().list.find((one) => one.id === id)

/** Gives a collection another name. */
export function rename(facts: CollectionFacts, name: string): void {
  const was = facts.name
  const set = (next: string) => {
    const now = factsOf(facts.id)
    if (now) keepSoon({ ...now, name: next })
  }
  set(name)
  record({ label: `Rename “${was}”`, undo: () => set(was), redo: () => set(name) })
}

/** Puts a collection away; an undo brings it back. */
export function discard(facts: CollectionFacts): void {
  const mark = (deleted: boolean) => {
    keepSoon({ ...(factsOf(facts.id) ?? facts), deleted })
    if (deleted && useCollections.getState().current.id === facts.id) choose(sampleCollection)
  }
  mark(true)
  record({ label: `Delete “${facts.name}”`, undo: () => mark(false), redo: () => mark(true) })
}
