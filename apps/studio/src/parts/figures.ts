/** What a work under way says of itself. */
import type { Run } from '../state/run.ts'

/** A line: what remains, how fast it goes, how much is done; or what the last work took. */
export function figuresOf({ phase, stage, share, rate, remaining, took }: Run): string {
  const percent = share === undefined ? '' : ` ${Math.floor(share * 100)} %`
  if (phase === 'loading') return `${stage}${percent}`
  if (phase === 'halted') return `Stopped at${percent || ' the start'}`
  if (phase === 'working')
    return [
      remaining === undefined ? stage : `${seconds(remaining)} left`,
      rate && `${rate.toFixed(1)} /s`,
      percent.trim(),
    ]
      .filter(Boolean)
      .join(' · ')
  return took === undefined ? '' : `Took ${seconds(took)}`
}

/** Seconds as people say them. */
export const seconds = (value: number): string =>
  value < 60 ? `${Math.max(1, Math.round(value))} s` : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`
