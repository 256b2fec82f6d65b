/** What a run has to tell. */
import { availableParallelism } from 'node:os'
import type { Problem } from '../source.ts'
import type { FileRow } from '../store/rows.ts'
import type { Pass } from './measure-all.ts'
import { placesOf } from './pieces.ts'
import type { CollectReport, Figures } from './report.ts'
import type { Run } from './run.ts'
import { noSeconds } from './stages.ts'

interface Outcome {
  readonly run: Run
  readonly rows: { readonly before: readonly FileRow[]; readonly after: readonly FileRow[] }
  /** Paths that were found, by source. */
  readonly found: readonly number[]
  /** Undefined when nothing was new. */
  readonly pass: Pass | undefined
  readonly sidecarProblems: readonly Problem[]
  readonly started: number
}

/** The report of a run. */
export function summarize({ run, rows, found, pass, sidecarProblems, started }: Outcome): CollectReport {
  const visited = new Set(run.sources.map(({ name }) => name))
  const present = rows.after.filter(({ gone, source }) => !gone && visited.has(source))
  const before = placesOf(rows.before)
  const after = placesOf(rows.after)
  const known = new Set(rows.before.flatMap(({ piece }) => piece ?? []))
  const problems = present
    .filter(({ code, piece }) => code !== null && code !== 'other' && piece === null)
    .map(problemOf)
  return {
    name: run.description.name,
    pieces: after.size,
    added: pass?.added ?? 0,
    removed: [...before.keys()].filter((id) => !after.has(id)).length,
    returned: [...after.keys()].filter((id) => known.has(id) && !before.has(id)).length,
    files: found.reduce((sum, count) => sum + count, 0),
    links: present.filter(({ linkTo }) => linkTo !== null).length,
    others: present.filter(({ code }) => code === 'other').length,
    problems: [...problems, ...sidecarProblems],
    notes: notesOf(present, after),
    figures: figuresOf(pass, started),
  }
}

const problemOf = ({ source, path, code, message }: FileRow): Problem => ({
  source,
  path,
  code: code ?? 'other',
  message: message ?? '',
})

function notesOf(rows: readonly FileRow[], places: ReturnType<typeof placesOf>): Problem[] {
  return rows.flatMap((row) => {
    const { source, path, piece, linkTo } = row
    const notes = row.code !== null && piece !== null ? [problemOf(row)] : []
    const note = (code: Problem['code'], message: string): number => notes.push({ source, path, code, message })
    const first = piece === null ? undefined : places.get(piece)?.[0]
    if (linkTo === null && first !== undefined && first.path !== path)
      note('duplicate', `"${path}" has the same content as "${first.path}": it is a further path of that piece.`)
    if (/\\x[0-9a-f]{2}/.test(path) && piece !== null)
      note('name', `The name of "${path}" is not UTF-8: bytes that are none are written as \\x and two digits.`)
    return notes
  })
}

function figuresOf(pass: Pass | undefined, started: number): Figures {
  const cores = availableParallelism()
  const seconds = (performance.now() - started) / 1000
  const measuring = pass?.seconds ?? 0
  const cpuSeconds = pass?.cpuSeconds ?? 0
  return {
    seconds,
    measuring,
    picturesPerSecond: measuring === 0 ? 0 : (pass?.measured ?? 0) / measuring,
    stages: pass?.stages ?? noSeconds(),
    cpuSeconds,
    cores,
    overhead: cpuSeconds === 0 ? 1 : (measuring * cores) / cpuSeconds,
    // Kilobytes on every system that Node counts on.
    peakMemory: process.resourceUsage().maxRSS * 1024,
  }
}
