import type { Problem } from '../source.ts'
import type { StageSeconds } from './stages.ts'

/** What a run has done and seen. */
export interface CollectReport {
  /** What people call the collection. */
  readonly name: string
  /** Pieces that are there now. */
  readonly pieces: number
  readonly added: number
  /** Pieces that were there at the last run and are no longer, and the other way round. */
  readonly removed: number
  readonly returned: number
  /** Paths that were found, links among them. */
  readonly files: number
  readonly links: number
  /** Files that are no pictures and do not claim to be. */
  readonly others: number
  /** What could not be collected. */
  readonly problems: readonly Problem[]
  /** What was collected although something is odd: duplicates, wrong endings, names that are not UTF-8. */
  readonly notes: readonly Problem[]
  readonly figures: Figures
}

/** What the run took. */
export interface Figures {
  /** Wall time of all. */
  readonly seconds: number
  /** Wall time from the first file that was read to the last piece that was stored. */
  readonly measuring: number
  /** Pictures that were measured, a second of that. */
  readonly picturesPerSecond: number
  /** Seconds in each stage, summed over threads. */
  readonly stages: StageSeconds
  /** Of the processor while measuring, as the system counts them: all threads, in user and kernel. */
  readonly cpuSeconds: number
  readonly cores: number
  /** Wall time over what it would be if all cores were busy with those all the time. */
  readonly overhead: number
  /** The most memory that the process has held, bytes. */
  readonly peakMemory: number
}
