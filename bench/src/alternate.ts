/**
 * Side-by-side measurement: contestants run in turn within one process, so that whatever else the machine does
 * meets all of them alike; medians are compared, never single runs.
 */

/** Median of a list of numbers; NaN of an empty one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export interface Timing {
  /** Milliseconds of every counted run, in order. */
  readonly runs: readonly number[]
  readonly median: number
  readonly lowest: number
}

/**
 * Times each contestant `rounds` times, one after the other in every round, after `warmups` uncounted rounds.
 */
export async function alternate<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  rounds: number,
  warmups = 2,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(contestants) as Name[]
  const runs = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = -warmups; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now()
      await contestants[name]()
      if (round >= 0) runs[name].push(performance.now() - start)
    }
  }
  return Object.fromEntries(names.map((name) => [name, timingOf(runs[name])])) as Record<Name, Timing>
}

/** What milliseconds of runs come to. */
export function timingOf(runs: readonly number[]): Timing {
  return { runs, median: median(runs), lowest: Math.min(...runs) }
}

/** One line of a report: "gradient step      141.2 ms (lowest 133.0, 15 runs)". */
export function line(name: string, timing: Timing): string {
  return `  ${name.padEnd(44)} ${timing.median.toFixed(1).padStart(8)} ms  (lowest ${timing.lowest.toFixed(1)}, ${timing.runs.length} runs)`
}
