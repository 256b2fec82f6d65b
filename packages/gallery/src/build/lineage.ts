/** Who comes from whom: what works say of their parents, and which works went into what was made of them. */

/** A work, as far as lineage goes: one of the gallery with its record, or one that is published. */
export interface LineageWork {
  readonly uid: string
  readonly text: { readonly guide?: string | undefined; readonly parents?: readonly string[] | undefined }
  readonly generated: readonly { readonly parents: readonly { readonly uid: string }[] }[]
}

/** Another work that a work comes from, or that comes from it. */
interface Kin {
  readonly uid: string
  /** How: the front matter names it, or it went into generated works. */
  readonly through: readonly ('guide' | 'parents' | 'generated')[]
}

/** The nearest kin of a work. */
export interface Lineage {
  /** In the order in which they are named. */
  readonly parents: readonly Kin[]
  /** In the order of the works. */
  readonly descendants: readonly Kin[]
}

/**
 * The lineage of works: of each, those that it was made from and those that were made from it. Others than these works are
 * left out.
 */
export function lineageOf(works: readonly LineageWork[]): ReadonlyMap<string, Lineage> {
  const known = new Set(works.map(({ uid }) => uid))
  const descendants = new Map<string, Kin[]>(works.map(({ uid }) => [uid, []]))
  const parents = new Map<string, Kin[]>()
  for (const work of works) {
    const kin = parentsOf(work).filter(({ uid }) => uid !== work.uid && known.has(uid))
    parents.set(work.uid, kin)
    for (const { uid, through } of kin) descendants.get(uid)!.push({ uid: work.uid, through })
  }
  return new Map(works.map(({ uid }) => [uid, { parents: parents.get(uid)!, descendants: descendants.get(uid)! }]))
}

function parentsOf({ text, generated }: LineageWork): Kin[] {
  const through = new Map<string, Set<Kin['through'][number]>>()
  const add = (uid: string, how: Kin['through'][number]): void => {
    through.set(uid, (through.get(uid) ?? new Set()).add(how))
  }
  if (text.guide !== undefined) add(text.guide, 'guide')
  for (const uid of text.parents ?? []) add(uid, 'parents')
  for (const { parents } of generated) for (const { uid } of parents) add(uid, 'generated')
  return [...through].map(([uid, ways]) => ({ uid, through: [...ways] }))
}
