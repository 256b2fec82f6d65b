/** Makes collections of what a person gives: the page's end. */
import { proxy } from 'comlink'
import { note, problem, sentenceOf } from '../state/room.ts'
import { useSettings } from '../state/settings.ts'
import { collecting } from '../workers/collection-client.ts'
import type { CollectionEvent } from '../workers/collection-api.ts'
import type { Given } from './given.ts'
import { factsOf, keepFacts, useCollections, type CollectionFacts, type Collecting } from './state.ts'

/** Thumbnails that are shown of a collection that is being made. */
const shown = 60

const beginning: Collecting = {
  phase: 'taking',
  done: 0,
  total: undefined,
  rate: undefined,
  remaining: undefined,
  problems: 0,
  stage: '',
  latest: [],
}

/** A new collection of these pictures. */
export async function collectNew(given: Given): Promise<void> {
  const { name } = given
  const facts: CollectionFacts = { id: crypto.randomUUID(), name, made: Date.now(), unfinished: true }
  void run(facts, given)
}

/** Takes further pictures into a collection, or again the folder that it was made of. */
export function collectMore(facts: CollectionFacts, given: Given): void {
  void run(facts, given)
}

/** Goes on with what was begun. */
export function goOn(facts: CollectionFacts): void {
  void run(facts, undefined)
}

/** Stops the work; what was done stays done. */
export function stopCollecting(): void {
  void collecting().stop()
}

async function run(facts: CollectionFacts, given: Given | undefined): Promise<void> {
  const { id } = facts
  note('collections', undefined)
  const isNext = Object.keys(useCollections.getState().working).length > 0
  setWork(id, isNext ? { ...beginning, phase: 'waiting' } : beginning)
  // The browser may else clear it away when it needs room.
  void navigator.storage?.persist?.()
  const happen = (event: CollectionEvent) => {
    if (useCollections.getState().working[id]) follow(id, event)
  }
  try {
    await keepFacts({ ...facts, unfinished: true })
    const { provider } = useSettings.getState()
    const { count, cover, problems } = await collecting().collect(
      { id, name: facts.name, provider, ...(given && { given }) },
      proxy(happen),
    )
    // It may have been renamed meanwhile.
    await keepFacts({ ...(factsOf(id) ?? facts), count, cover, problems, unfinished: false })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) problem('collections', new Error(inWords(error)))
  } finally {
    setWork(id, undefined)
  }
}

/** What an error of a collection says; a browser's own words on a full disk help nobody. */
export function inWords(error: unknown): string {
  if (error instanceof Error && error.name === 'QuotaExceededError')
    return 'This browser has no room for more pictures; those that it has are safe. Delete a collection or make room on the disk, then go on; or collect in a terminal with “reverie collect”.'
  return sentenceOf(error)
}

function follow(id: string, event: CollectionEvent): void {
  const now = useCollections.getState().working[id]!
  if (event.type === 'progress') {
    const { type: _, ...progress } = event
    setWork(id, { ...now, ...progress })
    return
  }
  const latest = [URL.createObjectURL(event.thumbnail), ...now.latest]
  for (const old of latest.splice(shown)) URL.revokeObjectURL(old)
  setWork(id, { ...now, latest })
}

function setWork(id: string, work: Collecting | undefined): void {
  const { working } = useCollections.getState()
  const { [id]: before, ...others } = working
  if (!work) for (const old of before?.latest ?? []) URL.revokeObjectURL(old)
  // In their order: the first is the one that is being made.
  useCollections.setState({ working: work ? { ...working, [id]: work } : others })
}

// What is under way is not lost with the page, but a word of warning spares a reload.
window.addEventListener('beforeunload', (event) => {
  const { working } = useCollections.getState()
  if (Object.values(working).some(({ phase }) => phase === 'taking' || phase === 'waiting')) event.preventDefault()
})
