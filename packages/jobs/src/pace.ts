import type { Progress } from './jobs.ts'

/** Counts units and tells their rate. */
export interface Pace {
  /** Takes note of a unit. */
  step(ok: boolean): Progress
}

const WINDOW = 10_000

/**
 * A pace over the last ten seconds: what was quick an hour ago says little of what is to come.
 * @param now milliseconds; the clock of this process unless said
 */
export function createPace(total: number | undefined, now: () => number = () => performance.now()): Pace {
  const start = now()
  /** Times and counts, one each quarter of a second at most, the oldest first. */
  const marks = [{ time: start, done: 0 }]
  let done = 0
  let failed = 0
  return {
    step: (ok) => {
      const time = now()
      done++
      if (!ok) failed++
      if (time - (marks.at(-1)?.time ?? start) >= WINDOW / 40) marks.push({ time, done })
      while (marks.length > 2 && time - (marks[1]?.time ?? time) >= WINDOW) marks.shift()
      const oldest = marks[0] ?? { time: start, done: 0 }
      const seconds = (time - oldest.time) / 1000
      const rate = seconds > 0 ? (done - oldest.done) / seconds : 0
      const remaining = total === undefined || rate === 0 ? undefined : Math.max(0, total - done) / rate
      return { done, failed, total, rate, remaining }
    },
  }
}
