/**
 * Work in threads of this process, for what keeps JavaScript itself busy. Piscina keeps the threads: it is maintained by
 * Node's own people, hands out tasks, notices threads that die and starts others in their place.
 */
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Work } from './jobs.ts'

/** Where the work of threads is found. */
export interface ThreadOptions {
  /** As `Work.name`. */
  readonly name: string
  /** A module whose default export takes an input and gives the output, or a promise of it. */
  readonly module: URL
  /** How many threads, 1 or more. They are started with the first unit. */
  readonly threads: number
  /** What each thread finds as `workerData` of node:worker_threads. What structured cloning can carry. */
  readonly data?: unknown
}

/** Work that is done in threads. Run it with a concurrency above the number of threads, so that none waits for its next unit. */
export interface ThreadWork<Input, Output> extends Work<Input, Output> {
  /** Ends the threads, whatever they do. */
  close(): Promise<void>
}

/**
 * Makes work of a module. A thread does one unit at a time; one that dies fails its unit, and another takes its place. A
 * unit whose signal speaks is not waited for: its thread is ended.
 */
export function openThreads<Input, Output>(options: ThreadOptions): ThreadWork<Input, Output> {
  let pool: Piscina<Input, Output> | undefined
  const start = (): Piscina<Input, Output> =>
    new Piscina<Input, Output>({
      filename: fileURLToPath(options.module),
      minThreads: options.threads,
      maxThreads: options.threads,
      idleTimeout: Infinity,
      // A thread that sleeps in Atomics.wait would not notice what its own libraries have finished.
      atomics: 'disabled',
      workerData: options.data,
    })
  return {
    name: options.name,
    run: async (input, { signal }) => {
      pool ??= start()
      return pool.run(input, { signal })
    },
    close: async () => {
      await pool?.destroy()
      pool = undefined
    },
  }
}
