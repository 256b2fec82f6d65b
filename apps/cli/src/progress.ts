/**
 * Progress on standard error: one line that is drawn again where that is possible, with a bar, the rate and what
 * remains; elsewhere (a log, a pipe) a plain line now and then.
 *
 * log-update draws the line: it is kept up, small, and restores the cursor when a program ends in the middle. The
 * libraries that draw whole bars have not been released for years (docs/decisions tells more).
 */
import { createLogUpdate } from 'log-update'
import { duration } from './amounts.ts'
import type { Terminal } from './terminal.ts'

/** How far work has come. */
interface Step {
  /** What is being done, in a few words. */
  readonly stage: string
  readonly done: number
  readonly total: number
  /** What is counted, where people count it too: `pictures`. Else shares of the work are told. */
  readonly unit?: string
}

/** Shows how one piece of work goes on. */
export interface Progress {
  update(step: Step): void
  /** Takes the line away. */
  end(): void
}

/** Does a piece of work and shows how it goes on meanwhile. @param now as of `startProgress` */
export async function withProgress<Result>(
  { terminal, label, now }: { readonly terminal: Terminal; readonly label: string; readonly now: () => number },
  work: (update: Progress['update']) => Promise<Result>,
): Promise<Result> {
  const progress = startProgress(terminal, label, now)
  try {
    return await work((step) => progress.update(step))
  } finally {
    progress.end()
  }
}

const barWidth = 24
const drawEvery = 80
const lineEvery = 10_000

/**
 * Begins to show progress.
 * @param label what is worked on: a file's name.
 * @param now milliseconds on a clock that never goes back.
 */
export function startProgress(terminal: Terminal, label: string, now: () => number): Progress {
  if (terminal.quiet) return { update: () => undefined, end: () => undefined }
  const begun = now()
  // Whoever counts from the beginning again has begun something else, whose pace is its own.
  let origin = { time: begun, done: 0 }
  let last = 0
  const columns = terminal.columns
  const line = columns === undefined ? undefined : createLogUpdate(process.stderr)
  // The first plain line comes after a while too: short work needs none.
  let shown = line === undefined ? begun : -Infinity
  return {
    update: (step) => {
      const time = now()
      if (step.done < last) origin = { time, done: step.done }
      last = step.done
      if (time - shown < (line === undefined ? lineEvery : drawEvery)) return
      shown = time
      const words = describe(step, label, rateOf(step.done - origin.done, (time - origin.time) / 1000))
      if (line === undefined) terminal.note(words)
      else line(fit(`${bar(step)} ${words}`, columns! - 1))
    },
    end: () => line?.clear(),
  }
}

function bar({ done, total }: Step): string {
  const filled = Math.min(barWidth, Math.round((barWidth * done) / Math.max(total, 1)))
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled)
}

const rateOf = (done: number, seconds: number): number => (seconds > 0 ? done / seconds : 0)

/** What matters most comes first: a narrow terminal cuts the rest off. @param rate units a second; 0 where it is not known yet */
function describe({ stage, done, total, unit }: Step, label: string, rate: number): string {
  const share = (100 * rate) / Math.max(total, 1)
  const far =
    unit === undefined ? `${Math.floor((100 * done) / Math.max(total, 1))} %` : `${done} of ${total} ${unit}`
  if (rate === 0) return `${far}  ${label}: ${stage}`
  const speed =
    unit !== undefined
      ? `${rate.toFixed(1)}/s`
      : share >= 0.1
        ? `${share.toFixed(1)} %/s`
        : `${(60 * share).toFixed(2)} %/min`
  return `${far}, ${duration((total - done) / rate)} left, ${speed}  ${label}: ${stage}`
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
