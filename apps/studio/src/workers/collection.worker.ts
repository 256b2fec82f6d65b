/** Makes collections away from the page: pictures are taken in, looked at and arranged, and nothing leaves the device. */
import {
  collectInBrowser,
  openBundle,
  openGivenSource,
  openGivenZip,
  packCollection,
  privateFiles,
  unpackCollection,
  type CollectEvent,
  type Piece,
} from '@reverie/collection/web'
import { openModel } from '@reverie/models/web'
import { createRuntime, type Runtime } from '@reverie/runtime/web'
import { expose } from 'comlink'
import { packedName } from '../collections/packed-name.ts'
import { collectionsFolder } from '../collections/stored.ts'
import type { CollectionEvent, CollectionWorker, Order } from './collection-api.ts'
import { openMeasurePool } from './measure-pool.ts'

/** The network that sees the pictures. */
const network = 'inception'
/** Milliseconds between two looks at how far it is, and between two pictures that are shown. */
const patience = { progress: 120, picture: 70 } as const
/** Pieces by which a collection is recognised. */
const covers = 24

let stopping: AbortController | undefined
/** Ends with the work that was begun last. */
let running: Promise<unknown> = Promise.resolve()
let runtime: { readonly provider: string; readonly opened: Promise<Runtime> } | undefined

/** One runtime for all collections; another provider is another runtime. */
function runtimeFor(provider: Order['provider']): Promise<Runtime> {
  if (runtime?.provider !== provider) {
    void runtime?.opened.then((old) => old.dispose())
    const options = provider === 'reproducible' ? { provider: 'wasm' as const, threads: 1 } : { provider }
    runtime = { provider, opened: createRuntime(options) }
    runtime.opened.catch(() => (runtime = undefined))
  }
  return runtime.opened
}

const worker: CollectionWorker = {
  collect(order, happen) {
    const before = running
    const work = async () => {
      // One after the other: what a person gave is not dropped for what comes next.
      await before
      const mine = new AbortController()
      stopping = mine
      return navigator.locks.request(`reverie.collection ${order.id}`, { ifAvailable: true }, (lock) => {
        if (lock) return collect(order, mine, happen)
        throw new Error('This collection is being made in another tab. Wait for it there, or close that tab.')
      })
    }
    const made = work()
    running = made.catch(() => undefined)
    return made
  },
  stop: () => stopping?.abort(new DOMException('Stopped.', 'AbortError')),

  async pack(id) {
    const folder = await (await collectionsFolder()).getDirectoryHandle(id)
    const root = await navigator.storage.getDirectory()
    // Through a file of the browser's: an archive may be larger than the memory. It is swept away at the next visit.
    const file = await root.getFileHandle(packedName, { create: true })
    await packCollection(folder, await file.createWritable())
    return file.getFile()
  },

  async unpack(id, archive) {
    const place = await collectionsFolder()
    const folder = await place.getDirectoryHandle(id, { create: true })
    try {
      const unpacked = await unpackCollection(archive, folder)
      if (!unpacked) await place.removeEntry(id, { recursive: true })
      return unpacked && { ...unpacked, cover: coverOf(await (await openBundle(privateFiles(folder))).pieces()) }
    } catch (error) {
      await place.removeEntry(id, { recursive: true }).catch(() => undefined)
      throw error
    }
  },
}

/** Makes a collection, or goes on with it. */
async function collect(
  { id, name, given, provider }: Order,
  mine: AbortController,
  happen: (event: CollectionEvent) => void,
): ReturnType<CollectionWorker['collect']> {
  const folder = await (await collectionsFolder()).getDirectoryHandle(id, { create: true })
  const pool = openMeasurePool()
  try {
    const { pieces, problems } = await collectInBrowser({
      folder,
      name,
      source: given && sourceOf(given),
      model: () => openModel(network),
      runtime: () => runtimeFor(provider),
      measure: pool.measure,
      concurrency: pool.size + 10,
      signal: mine.signal,
      happen: tellerOf(happen),
    })
    return {
      count: pieces.length,
      cover: coverOf(pieces),
      problems: problems.map(({ path, message }) => ({ path, message })),
    }
  } finally {
    pool.close()
    if (stopping === mine) stopping = undefined
  }
}

/** A folder, files, or the one archive that they are in. */
function sourceOf({ files, name }: NonNullable<Order['given']>) {
  const [only] = files
  return files.length === 1 && only && 'file' in only && /\.zip$/i.test(only.path)
    ? openGivenZip(only.file, name)
    : openGivenSource(files, name)
}

/** Pieces from all over, by which a collection is recognised. */
function coverOf(pieces: readonly Piece[]): string[] {
  const step = Math.max(1, pieces.length / covers)
  return Array.from({ length: Math.min(covers, pieces.length) }, (_, at) => pieces[Math.floor(at * step)]!.id)
}

/** Tells the page now and then: more often than it can show would only keep it busy. */
function tellerOf(happen: (event: CollectionEvent) => void): (event: CollectEvent) => void {
  let problems = 0
  const last = { progress: -Infinity, picture: -Infinity, phase: '' }
  const isDue = (kind: keyof typeof patience) => {
    const now = performance.now()
    if (now - last[kind] < patience[kind]) return false
    last[kind] = now
    return true
  }
  return (event) => {
    if (event.type === 'picture') {
      if (isDue('picture'))
        happen({
          type: 'picture',
          thumbnail: new Blob([event.thumbnail as Uint8Array<ArrayBuffer>], { type: 'image/webp' }),
        })
      return
    }
    if (event.type === 'taking') problems = event.problems
    if (last.phase === event.type && event.type !== 'arranging' && !isDue('progress')) return
    last.phase = event.type
    happen({ type: 'progress', ...progressOf(event, problems) })
  }
}

function progressOf(
  event: Exclude<CollectEvent, { type: 'picture' }>,
  problems: number,
): Omit<CollectionEvent & { type: 'progress' }, 'type'> {
  const still = { rate: undefined, remaining: undefined, total: undefined, stage: '' }
  if (event.type === 'taking') return { ...still, phase: 'taking', done: event.taken, problems }
  if (event.type === 'arranging')
    return { ...still, phase: 'arranging', done: event.share, total: 1, stage: event.stage, problems }
  const { done, total, rate, remaining, failed } = event.progress
  return { phase: 'looking', done, total, rate, remaining, problems: problems + failed, stage: '' }
}

expose(worker)
