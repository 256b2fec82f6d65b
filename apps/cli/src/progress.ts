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
}

/** Shows how one piece of work goes on. */
export interface Progress {
  update(step: Step): void
  /** Takes the line away. */
  end(): void
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
  const columns = terminal.columns
  const line = columns === undefined ? undefined : createLogUpdate(process.stderr)
  // The first plain line comes after a while too: short work needs none.
  let shown = line === undefined ? begun : -Infinity
  return {
    update: (step) => {
      const time = now()
      if (time - shown < (line === undefined ? lineEvery : drawEvery)) return
      shown = time
      const words = describe(step, label, (time - begun) / 1000)
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

/** What matters most comes first: a narrow terminal cuts the rest off. */
function describe({ stage, done, total }: Step, label: string, seconds: number): string {
  const percent = `${Math.floor((100 * done) / Math.max(total, 1))} %`
  const rate = seconds > 0 ? done / seconds : 0
  if (rate === 0) return `${percent}  ${label}: ${stage}`
  // Instruments count in units of their own, so the rate is told in shares of the work.
  const share = (100 * rate) / Math.max(total, 1)
  const speed = share >= 0.1 ? `${share.toFixed(1)} %/s` : `${(60 * share).toFixed(2)} %/min`
  return `${percent}, ${duration((total - done) / rate)} left, ${speed}  ${label}: ${stage}`
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
