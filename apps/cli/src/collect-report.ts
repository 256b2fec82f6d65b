/** What a run of `reverie collect` has to tell, in lines. */
import type { CollectEstimate, CollectReport, Figures } from '@reverie/collection/node'
import { duration, size } from './amounts.ts'

/** So many files are told one by one; `--json` tells all. */
const MOST = 50

/** Bad files first, then what there is now, then what it took. */
export function reportLines({ problems, notes, figures, ...report }: CollectReport): string[] {
  const told = [...problems, ...notes]
  const lines = told
    .slice(0, MOST)
    .map(({ path, message }) => `  ${message.includes(path) ? '' : `${path}: `}${message}`)
  if (told.length > MOST) lines.push(`  … and ${told.length - MOST} more, which --json tells.`)
  const changes = [
    count(report.added, 'new'),
    count(report.removed, 'removed'),
    count(report.returned, 'back again'),
    count(problems.length, problems.length === 1 ? 'file with a problem' : 'files with problems'),
    count(report.others, report.others === 1 ? 'no picture' : 'no pictures'),
  ].filter((words) => words !== '')
  const files = `${counted(report.pieces, 'piece')} of ${counted(report.files, 'file')}`
  lines.push(`  ${files}${changes.length === 0 ? ', as they were' : ` (${changes.join(', ')})`}.`)
  if (report.pieces === 0)
    lines.push('  No picture can be used: name a folder, an archive or a list that has some.')
  return figures.picturesPerSecond > 0 ? [...lines, ...figureLines(figures)] : lines
}

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
const count = (number: number, what: string): string => (number === 0 ? '' : `${number} ${what}`)

function figureLines({ stages, ...figures }: Figures): string[] {
  const sum = Object.values(stages).reduce((total, seconds) => total + seconds, 0)
  const shares = Object.entries(stages).map(([name, seconds]) => `${name} ${Math.round((100 * seconds) / sum)} %`)
  return [
    `  ${figures.picturesPerSecond.toFixed(1)} pictures a second: ${shares.join(', ')}.`,
    `  ${duration(figures.seconds)}, of which ${duration(figures.measuring)} measuring with ${figures.cores} cores busy for ` +
      `${duration(figures.cpuSeconds)} (${figures.overhead.toFixed(2)} × the least); at most ${size(figures.peakMemory)} of memory.`,
  ]
}

/** The estimate in a line. */
export function estimateLine({ files, reading, seconds, memory }: CollectEstimate): string {
  return `${reading} of ${files} files are new: about ${duration(seconds)} and ${size(memory)} of memory.`
}
