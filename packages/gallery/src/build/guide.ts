/**
 * The earlier work that guides a new one. It is drawn by rendezvous hashing (Thaler and Ravishankar, "A Name-Based Mapping
 * Scheme for Rendezvous", 1996): each earlier work gets a number from both uids, and the largest wins. So the choice looks like
 * chance, is the same on every machine, has nothing to do with pictures, and changes only when the chosen work goes or one
 * with a larger number comes before.
 */
import { hash } from 'node:crypto'
import { forbidsDerivatives, licenseConflict } from '../license/compatible.ts'
import type { GalleryWork } from '../load/works.ts'
import type { SettledGenerator } from './settle-generators.ts'

/** Whether new works may be made from a work. */
export const consents = ({ text }: GalleryWork): boolean => text.remix && !forbidsDerivatives(text.license)

/** Tells each work's guide, drawn once. Where no generator asks for an earlier work, nobody has one. */
export function guidesFor(
  works: readonly GalleryWork[],
  generators: readonly SettledGenerator[],
): (work: GalleryWork) => GalleryWork | undefined {
  const isAsked = generators.some(({ inputs }) => Object.values(inputs).includes('earlier'))
  const guides = new Map<GalleryWork, GalleryWork | undefined>()
  return (work) => {
    if (isAsked && !guides.has(work)) guides.set(work, guideOf(work, works))
    return guides.get(work)
  }
}

/**
 * The work that guides another.
 * @param works by date
 * @returns the one that its front matter names, or else one that is drawn; undefined when there is none
 */
export function guideOf(work: GalleryWork, works: readonly GalleryWork[]): GalleryWork | undefined {
  const named = work.text.guide
  // That it may guide was judged with the lineage of all works.
  if (named !== undefined) return works.find(({ uid }) => uid === named)
  const earlier = works
    .slice(0, works.indexOf(work))
    .filter((other) => consents(other) && licenseConflict(other.text.license, work.text.license) === undefined)
  let chosen: { work: GalleryWork; number: string } | undefined
  for (const other of earlier) {
    const number = hash('sha256', `guide\n${work.uid}\n${other.uid}`)
    if (chosen === undefined || number > chosen.number) chosen = { work: other, number }
  }
  return chosen?.work
}
