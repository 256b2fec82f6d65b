/** Where a command speaks: results on standard output, everything else on standard error. */
export interface Terminal {
  /** A line of the result. */
  readonly result: (line: string) => void
  /** A line for the person who waits. Nothing when the call is quiet. */
  readonly note: (line: string) => void
  /** A problem. Always said. */
  readonly problem: (line: string) => void
  /** Whether a line on standard error can be drawn again, and how wide it may be. */
  readonly columns: number | undefined
  readonly quiet: boolean
  readonly json: boolean
}

/** What decides how a command speaks. */
export interface Manner {
  readonly quiet?: boolean | undefined
  readonly json?: boolean | undefined
}

/** The terminal of this process. With `json`, standard output is left to the one object. */
export function openTerminal({ quiet = false, json = false }: Manner): Terminal {
  const { stdout, stderr } = process
  return {
    result: (line) => {
      if (!quiet && !json) stdout.write(`${line}\n`)
    },
    note: (line) => {
      if (!quiet) stderr.write(`${line}\n`)
    },
    problem: (line) => void stderr.write(`reverie: ${line}\n`),
    // Some terminals of programs have no size: nothing could be drawn on them.
    columns: stderr.isTTY && !quiet && stderr.columns > 0 && stderr.rows > 0 ? stderr.columns : undefined,
    quiet,
    json,
  }
}
