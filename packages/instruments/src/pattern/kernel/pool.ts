/**
 * Bands of a picture from several workers, in order and in bounded memory. What a worker is differs between Node and
 * browsers and comes in as `start`.
 *
 * Any number of pictures may be rendered at a time. Their bands wait in one queue; each worker has at most two, one at
 * work and one that it can begin without waiting for this thread. A picture has at most two bands a worker ahead of its
 * reader: who does not ask for more stops the work.
 *
 * Bands that nobody wants any more are left to end, for a moment: then their workers are ended, since a single row of a
 * large picture by a large network may take minutes. Which thread renders a band makes no difference to its pixels.
 */
import type { Raster } from '@reverie/image'
import { InstrumentError, type Bands } from '../../instrument.ts'
import type { PatternScene } from '../scene.ts'
import type { BandAnswer, BandOrder } from './band-service.mjs'
import { createBandKernel } from './kernel.ts'
import { channelsOf, packScene, type PackedScene } from './pack.ts'

/** Renders scenes on all cores. */
export interface BandPool extends Bands {
  /**
   * Bands from the first row to the last.
   * @param options.rows of each band but the last; left to the pool, bands take some hundredths of a second
   * @throws InstrumentError when the scene contradicts itself or a worker fails; the signal's reason when stopped
   */
  render(
    scene: PatternScene,
    options: { readonly depth: Raster['depth']; readonly signal?: AbortSignal; readonly rows?: number },
  ): AsyncGenerator<{ readonly top: number; readonly raster: Raster }, void, void>
  /** Ends the workers. What is being rendered fails. */
  dispose(): void
}

/** How many workers. */
export interface BandPoolOptions {
  /** Default: one for each core. */
  readonly threads?: number
}

/** A worker that runs `serveBands`. */
interface BandThread {
  send(order: BandOrder): void
  /** Whether something is asked of it: a process may end while nothing is. */
  setBusy(busy: boolean): void
  end(): void
}

/** Starts a worker. `ended` is called when it ended by itself, with why, as the end of a sentence. */
export type StartThread = (heard: (answer: BandAnswer) => void, ended: (why: string) => void) => BandThread

/**
 * Work is counted in multiplications; tanh and its like take about as long as 8. A core does some 10⁹ to 10¹⁰ a second.
 * Less than SMALL is done on the calling thread: sending it away takes longer.
 */
const ACTIVATION = 8
const SMALL = 1e8
const BAND = 1e8
/** Values of a band, at most, if it has several rows. */
const MOST_VALUES = 2 ** 20
/** Milliseconds that workers have to end bands which nobody wants. */
const GRACE = 250

type Values = Extract<BandAnswer, { data: unknown }>['data']

/** A picture being rendered. */
interface Job {
  readonly id: number
  readonly packed: PackedScene
  /** Bands asked for and not read yet, from the top. */
  readonly ahead: Task[]
}

/** A band. */
interface Task {
  readonly job: Job
  readonly top: number
  readonly rows: number
  readonly values: Promise<Values>
  readonly done: (values: Values) => void
  readonly failed: (error: unknown) => void
}

/** A place for a worker; `tasks` are what it was sent, the first of them at work. */
interface Seat {
  thread: BandThread | undefined
  readonly tasks: Task[]
  readonly scenes: Set<number>
}

/** A pool of `threads` workers, each started when first needed. */
export function createPool(start: StartThread, threads: number): BandPool {
  const seats: Seat[] = Array.from({ length: threads }, () => ({ thread: undefined, tasks: [], scenes: new Set() }))
  const jobs = new Set<Job>()
  let queue: Task[] = []
  let made = 0

  /** Gives waiting bands to the workers with the least to do; of idle ones those that run already come first. */
  function dispatch(): void {
    const burden = (seat: Seat): number => seat.tasks.length + (seat.thread === undefined ? 0.5 : 0)
    while (queue.length > 0) {
      const seat = seats.reduce((least, other) => (burden(other) < burden(least) ? other : least))
      if (seat.tasks.length >= 2) return
      give(seat, queue.shift()!)
    }
  }

  function give(seat: Seat, task: Task): void {
    const thread = (seat.thread ??= startIn(seat))
    const { id, packed } = task.job
    if (!seat.scenes.has(id)) thread.send({ type: 'scene', scene: id, packed })
    seat.scenes.add(id)
    thread.send({ type: 'band', scene: id, top: task.top, rows: task.rows })
    seat.tasks.push(task)
    thread.setBusy(true)
  }

  function startIn(seat: Seat): BandThread {
    const thread = start(
      (answer) => {
        if (seat.thread !== thread) return
        const task = seat.tasks.shift()
        if (seat.tasks.length === 0) thread.setBusy(false)
        if ('data' in answer) task?.done(answer.data)
        else task?.failed(new InstrumentError(answer.problem))
        dispatch()
      },
      (why) => {
        if (seat.thread !== thread) return
        const [failed, ...others] = vacate(seat)
        failed?.failed(
          new InstrumentError(
            `The worker that rendered the pattern from row ${failed.top} on ended: ${why}. Render it again; if this happens again, make it smaller.`,
          ),
        )
        resume(others)
      },
    )
    return thread
  }

  /** Leaves a seat without a worker; returns what that had to do. */
  function vacate(seat: Seat): Task[] {
    seat.scenes.clear()
    seat.thread = undefined
    return seat.tasks.splice(0)
  }

  function resume(tasks: readonly Task[]): void {
    queue.unshift(...tasks.filter((task) => jobs.has(task.job)))
    dispatch()
  }

  function enqueue(job: Job, top: number, rows: number): void {
    let done: Task['done'] = () => undefined
    let failed: Task['failed'] = () => undefined
    const values = new Promise<Values>((resolve, reject) => {
      done = resolve
      failed = reject
    })
    // Whoever stops reading does not hear of the bands that fail afterwards.
    values.catch(() => undefined)
    const task = { job, top, rows, values, done, failed }
    job.ahead.push(task)
    queue.push(task)
    dispatch()
  }

  /** Drops what is left of a job. */
  function abandon(job: Job): void {
    jobs.delete(job)
    queue = queue.filter((task) => task.job !== job)
    for (const seat of seats) {
      const { thread } = seat
      if (seat.scenes.delete(job.id)) thread?.send({ type: 'forget', scene: job.id })
      const works = (): boolean => seat.thread === thread && seat.tasks.some((task) => task.job === job)
      if (!works()) continue
      setTimeout(() => {
        if (!works()) return
        thread?.end()
        resume(vacate(seat))
      }, GRACE)
    }
  }

  async function* renderAway(
    packed: PackedScene,
    rows: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Values, void, void> {
    const job: Job = { id: made++, packed, ahead: [] }
    const stop = (): void => job.ahead.forEach((task) => task.failed(signal?.reason))
    let asked = 0
    jobs.add(job)
    signal?.addEventListener('abort', stop)
    try {
      while (asked < packed.height || job.ahead.length > 0) {
        for (; asked < packed.height && job.ahead.length < 2 * threads; asked += rows) {
          enqueue(job, asked, Math.min(rows, packed.height - asked))
        }
        const values = await job.ahead[0]!.values
        job.ahead.shift()
        yield values
        signal?.throwIfAborted()
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      abandon(job)
    }
  }

  return {
    async *render(scene, { depth, signal, rows = rowsOfBand(scene, threads) }) {
      signal?.throwIfAborted()
      const packed = packScene(scene, { depth })
      if (!Number.isInteger(rows) || rows < 1)
        throw new InstrumentError(`Bands of ${rows} rows: give a whole number from 1, or leave it to the pool.`)
      const { width, height } = scene
      const channels = channelsOf(scene)
      const small = workOf(scene) * height < SMALL
      let top = 0
      for await (const data of small ? renderHere(packed, rows, signal) : renderAway(packed, rows, signal)) {
        const raster: Raster = { width, height: data.length / (width * channels), channels, depth, data }
        yield { top, raster }
        top += raster.height
      }
    },
    dispose() {
      const closed = new InstrumentError('The pattern was not rendered to its end: its workers were dismissed.')
      const tasks = [...seats.flatMap((seat) => (seat.thread?.end(), vacate(seat))), ...queue]
      queue = []
      for (const task of tasks) task.failed(closed)
    },
  }
}

/** Bands on this thread. */
function* renderHere(
  packed: PackedScene,
  rows: number,
  signal: AbortSignal | undefined,
): Generator<Values, void, void> {
  const kernel = createBandKernel()
  kernel.load(packed)
  for (let top = 0; top < packed.height; top += rows) {
    signal?.throwIfAborted()
    yield kernel.render(top, Math.min(rows, packed.height - top))
  }
}

/** Work of a row. */
function workOf({ width, network, plane }: PatternScene): number {
  const point = network.layers.reduce((sum, { inputs, units }) => sum + units * (inputs + ACTIVATION), 0)
  return width * plane.samples ** 2 * point
}

function rowsOfBand(scene: PatternScene, threads: number): number {
  const rows = Math.min(BAND / workOf(scene), MOST_VALUES / (scene.width * 4), scene.height / (2 * threads))
  return Math.max(1, Math.floor(rows))
}
