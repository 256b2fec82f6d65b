/** Pictures that are there twice: the same bytes, or the same to the eye. */
import type { Problem } from '../problem.ts'
import type { Look, Work } from './work.ts'

/**
 * Finds doubles.
 * @param looks the oldest work's first
 * @param judged whether a file is one that is judged: what both sides of are old is left alone
 * @param most how many bits of their hashes may differ
 */
export function findDuplicates(
  looks: readonly Look[],
  works: ReadonlyMap<string, Work>,
  judged: (file: string) => boolean,
  most: number,
): Problem[] {
  return looks.flatMap((look, index): Problem[] => {
    if (!judged(look.file)) return []
    // Of two that are judged, the later one is told.
    const others = looks.filter((other, at) => at !== index && (at < index || !judged(other.file)))
    const same = others.find(({ sha256 }) => sha256 === look.sha256)
    if (same !== undefined)
      return [
        {
          file: look.file,
          line: 1,
          code: 'duplicate',
          message: `The picture is, byte for byte, ${same.file}.`,
          fix: 'Remove the work, or submit another picture.',
        },
      ]
    const near = others.find(
      (other) => isNear(look.hash, other.hash, most) && !areRelated(works.get(look.uid), works.get(other.uid)),
    )
    return near === undefined
      ? []
      : [
          {
            file: look.file,
            line: 1,
            code: 'near-duplicate',
            message: `The picture looks like ${near.file}.`,
            fix: `If it was made from that one, say so: parents: [${near.uid}]. Otherwise remove it.`,
          },
        ]
  })
}

/** A hash of 0 is that of every flat picture, and says nothing. */
function isNear(one: bigint | undefined, other: bigint | undefined, most: number): boolean {
  if (one === undefined || other === undefined || one === 0n || other === 0n) return false
  // Most pairs are far apart, so no more bits are counted than decide.
  let bits = 0
  for (let rest = one ^ other; rest !== 0n; rest &= rest - 1n) if (++bits > most) return false
  return true
}

/** Whether one says that it was made from the other. */
function areRelated(one: Work | undefined, other: Work | undefined): boolean {
  const names = (work: Work | undefined, uid: string | undefined): boolean =>
    uid !== undefined && work !== undefined && [work.text.guide, ...(work.text.parents ?? [])].includes(uid)
  return names(one, other?.uid) || names(other, one?.uid)
}
