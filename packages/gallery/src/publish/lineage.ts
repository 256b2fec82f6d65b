/**
 * What was made of several works is published when all of them are, and still consent. A work that was taken down, or whose
 * author says "remix: false" now, takes with it what was made of it, also what was made of that. So does a picture that was
 * replaced: why it was, a stranger's picture that was made of the old one would show for ever.
 */
import type { PublishedGenerated, PublishedWork } from '../site/published.ts'

/** Something that is not published, though it was approved. */
export interface LeftOut {
  readonly uid: string
  /** The file; the work as a whole unless given. */
  readonly file?: string | undefined
  readonly why: string
}

/**
 * Leaves out what may not be shown any more.
 * @param withdrawn works whose text in the gallery says "remix: false", approved or not
 */
export function withoutOrphans(
  works: readonly PublishedWork[],
  withdrawn: ReadonlySet<string>,
): { works: PublishedWork[]; left: LeftOut[] } {
  const byUid = new Map(works.map((work) => [work.uid, work]))
  const gone = new Map<string, LeftOut>()
  const key = (uid: string, file: string): string => `${uid}/${file}`
  const reasonOf = (own: string, { parents }: PublishedGenerated): string | undefined => {
    for (const { uid, file, sha256 } of parents) {
      const parent = byUid.get(uid)
      if (parent === undefined) return `"${uid}", which it was made from, is not published`
      if (!parent.text.remix || withdrawn.has(uid))
        return `the author of "${uid}", which it was made from, does not consent`
      if (uid !== own && parent.picture.sha256 !== sha256)
        return `it was made from a picture of "${uid}" that has been replaced: build, and look at it again`
      if (file !== undefined && gone.has(key(uid, file))) return `${file}, which it was made from, is left out`
    }
    return undefined
  }
  // What was made of what is left out is left out too, however far down.
  for (let before = -1; before < gone.size;) {
    before = gone.size
    for (const { uid, generated } of works)
      for (const made of generated) {
        const why = gone.has(key(uid, made.name)) ? undefined : reasonOf(uid, made)
        if (why !== undefined) gone.set(key(uid, made.name), { uid, file: made.name, why })
      }
  }
  return {
    works: works.map((work) => ({
      ...work,
      generated: work.generated.filter(({ name }) => !gone.has(key(work.uid, name))),
    })),
    left: [...gone.values()],
  }
}
