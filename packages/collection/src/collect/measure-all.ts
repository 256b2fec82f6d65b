/** Reads and measures what is new, and stores it. */
import { openJobs } from '@reverie/jobs'
import { hasThumbnails } from '../measure/thumbnails.ts'
import { inOrder } from './in-order.ts'
import type { Task } from './listing.ts'
import { openMeasuring } from './measuring.ts'
import { namedModel } from './model.ts'
import { createRecorder } from './record.ts'
import type { Run } from './run.ts'
import { addSeconds, clocked, noSeconds, type StageSeconds } from './stages.ts'
import { unitsOf } from './units.ts'

/** What measuring came to. */
export interface Pass {
  readonly added: number
  /** Pictures that were given to the threads, bad ones among them. */
  readonly measured: number
  /** Wall time. */
  readonly seconds: number
  /** Of all threads and the system for them. */
  readonly cpuSeconds: number
  readonly stages: StageSeconds
}

/** @throws the signal's reason; what a thread throws that is no picture's fault */
export async function measureAll(run: Run, tasks: readonly Task[]): Promise<Pass> {
  const { folder, store, threads, signal, rehash } = run
  const started = performance.now()
  const cpu = process.cpuUsage()
  const stages = noSeconds()
  const stored = new Set(await store.ids())
  const claimed = new Set(stored)
  const claim = async (id: string): Promise<boolean> => {
    const known = claimed.has(id) && !(rehash && stored.has(id) && !(await hasThumbnails(folder, id)))
    claimed.add(id)
    return known
  }
  const recorder = createRecorder(store, stored, async (write) => {
    await run.check()
    await clocked(stages, 'store', write)
  })
  const work = openMeasuring({ folder, model: namedModel(run.description.model, folder) }, threads)
  let done = 0
  let measured = 0
  try {
    const outcomes = openJobs().run(unitsOf(tasks, { claim }, stages), work, {
      // So many again wait for their turn, so that no thread waits for its next unit.
      concurrency: Math.max(1, 2 * threads),
      signal,
    })
    for await (const outcome of inOrder(outcomes)) {
      if (!outcome.ok) throw outcome.error
      addSeconds(stages, outcome.output.seconds)
      measured += outcome.output.pictures.length
      await recorder.take(outcome.input, outcome.output)
      done += outcome.input.length
      run.progress({ stage: 'collecting', done, total: tasks.length, unit: 'pictures' })
    }
  } finally {
    // What came in time is kept, also when the run was stopped.
    await recorder.flush()
    await work.close()
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    added: recorder.added,
    measured,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    stages,
  }
}
