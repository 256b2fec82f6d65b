/** Takes submissions in that wait, one after the other, for as long as it takes. */
import type { Draft, Outcome } from './draft.ts'
import type { Spool } from './spool.ts'

/** What a queue rests on. */
export interface QueueOptions {
  readonly spool: Spool
  readonly takeIn: (draft: Draft, signal: AbortSignal) => Promise<Outcome>
  /** Told in a line, which holds nothing that a stranger wrote. */
  readonly log: (line: string) => void
  readonly now: () => number
}

/** A queue that works. */
export interface Queue {
  /** How many wait. */
  size(): number
  add(id: string): void
  /** Ends when what is being taken in has been. What waits stays on the disk. */
  stop(): Promise<void>
}

/** What failed is tried again after a second, then after twice as long each time, up to a minute. */
const firstPause = 1000
const longestPause = 60_000

const pauseAfter = (tries: number): number => Math.min(longestPause, firstPause * 2 ** tries)

interface Item {
  readonly id: string
  tries: number
  notBefore: number
}

/** Begins to work. */
export async function openQueue({ spool, takeIn, log, now }: QueueOptions): Promise<Queue> {
  // Once may have been anybody's; what began twice and came to no end waits before it is tried again.
  const items: Item[] = (await spool.waiting()).map(({ id, begun }) => ({
    id,
    tries: begun,
    notBefore: begun < 2 ? 0 : now() + pauseAfter(begun),
  }))
  const stopping = new AbortController()
  let wake: () => void = () => undefined
  const rest = async (milliseconds: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = milliseconds === Infinity ? undefined : setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  const work = async (item: Item): Promise<void> => {
    try {
      const outcome = await takeIn(await spool.read(item.id), stopping.signal)
      await spool.settle(item.id, outcome)
      items.splice(items.indexOf(item), 1)
      log(`${item.id.slice(0, 8)}: ${wordsOf(outcome)}`)
    } catch (error) {
      if (stopping.signal.aborted) return
      // Ours, not the submitter's: the repository, the disk. It is not given up, since it was acknowledged.
      const pause = pauseAfter(item.tries++)
      item.notBefore = now() + pause
      log(
        `${item.id.slice(0, 8)}: not yet (${error instanceof Error ? error.message : String(error)}); again in ${pause / 1000} s`,
      )
    }
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const next = items.find(({ notBefore }) => notBefore <= now())
      // One at a time: each is judged by what the one before has changed.
      if (next !== undefined) await work(next)
      else await rest(Math.min(Infinity, ...items.map(({ notBefore }) => Math.max(1, notBefore - now()))))
    }
  }
  const running = run()
  return {
    size: () => items.length,
    add: (id) => {
      items.push({ id, tries: 0, notBefore: 0 })
      wake()
    },
    stop: async () => {
      stopping.abort()
      wake()
      await running
    },
  }
}

function wordsOf(outcome: Outcome): string {
  if (outcome.state === 'taken') return `on branch ${outcome.branch}`
  if (outcome.state === 'there') return `was there (${outcome.branch ?? 'merged'})`
  return `refused (${outcome.flaws.map(({ code }) => code).join(', ')})`
}
