/** Small files: median at most 150 lines, 95th percentile at most 400, none over 600; and no file without a subject. */
import { sources, type Problem, type Repository } from './repository.ts'

export function sizes(repository: Repository): Problem[] {
  const counted = sources(repository)
    .map((file) => ({ file, lines: repository.read(file).split('\n').length - 1 }))
    .toSorted((left, right) => left.lines - right.lines)
  const at = (share: number): { file: string; lines: number } | undefined =>
    counted[Math.min(counted.length - 1, Math.floor(counted.length * share))]
  const problems: Problem[] = counted
    .filter(({ lines }) => lines > 600)
    .map(({ file, lines }) => ({
      file,
      message: `has ${lines} lines; a file has at most 600. Split it by subject.`,
    }))
  for (const [share, most] of [
    [0.5, 150],
    [0.95, 400],
  ] as const) {
    const found = at(share)
    if (found !== undefined && found.lines > most) {
      problems.push({
        file: found.file,
        message: `${share * 100} % of files should have at most ${most} lines, found ${found.lines}.`,
      })
    }
  }
  for (const file of sources(repository)) {
    if (/(^|\/)(utils?|helpers?|common|misc)(\.[a-z.]+|\/)/.test(file)) {
      problems.push({ file, message: 'is named for no subject. Name a file for what it is about.' })
    }
  }
  return problems
}
