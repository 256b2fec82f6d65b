/**
 * Long work, cut into units. A unit has a key and is idempotent: done twice, on one machine or two, it leaves the same
 * as done once, so that a run that was killed is simply run again. Callers see `Jobs` only; where the units run is for
 * whoever opens it to say: this process (`openJobs`), or machines that take units from a queue and find the work by its
 * name.
 */

/** A part of the work. */
export interface Unit<Input> {
  /** What the unit is about, unique within a run. */
  readonly key: string
  /** What structured cloning can carry, so that a unit can go to another thread or machine. */
  readonly input: Input
}

/** What is done with each unit. */
export interface Work<Input, Output> {
  /** By which a worker elsewhere finds it. */
  readonly name: string
  readonly run: (input: Input, circumstances: Circumstances) => Promise<Output>
}

/** What a unit learns of the run. */
export interface Circumstances {
  readonly key: string
  readonly signal: AbortSignal
  /** 1 at first. */
  readonly attempt: number
}

/** What became of a unit. */
export type Outcome<Input, Output> =
  | { readonly key: string; readonly input: Input; readonly ok: true; readonly output: Output }
  | { readonly key: string; readonly input: Input; readonly ok: false; readonly error: unknown }

/** How far a run is. */
export interface Progress {
  /** Units whose outcome was taken, failed ones among them. */
  readonly done: number
  readonly failed: number
  /** Units in all, as far as known. */
  readonly total: number | undefined
  /** Units a second, over the last ten seconds or so. */
  readonly rate: number
  /** Seconds to go, when the total is known and something was done. */
  readonly remaining: number | undefined
}

/** How to run. */
export interface RunOptions {
  /** Units under way at once, those among them that are done and wait to be taken; 1 or more. */
  readonly concurrency: number
  /** Stops the run: no unit is started any more, the ones under way hear of it, and the run throws the reason. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** How often a unit is tried again after an error; never unless said. */
  readonly retries?: number | undefined
  /** Units in all, for the estimate. */
  readonly total?: number | undefined
}

/** Runs work. */
export interface Jobs {
  /**
   * Does the work with each unit and gives the outcomes as they come, in any order. Units are drawn only as outcomes are
   * taken, so a slow consumer slows the work and memory stays bounded. An error of a unit is its outcome and ends
   * nothing. Whoever stops taking outcomes stops the run.
   * @throws the signal's reason when stopped, what `units` throws, and RangeError on a bad concurrency
   */
  run<Input, Output>(
    units: Iterable<Unit<Input>> | AsyncIterable<Unit<Input>>,
    work: Work<Input, Output>,
    options: RunOptions,
  ): AsyncGenerator<Outcome<Input, Output>, void, void>
}
