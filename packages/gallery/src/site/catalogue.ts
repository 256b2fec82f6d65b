/** The works of a site in all orders in which pages show them. */
import type { Publication, PublishedGenerated, PublishedWork, Tombstone } from './published.ts'
import { slugOf } from './slug.ts'

/** What lists are of. */
export const groupKinds = ['tags', 'authors', 'years', 'categories'] as const

/** What a list is of. */
export type GroupKind = (typeof groupKinds)[number]

/** Works that have something in common. */
export interface Group {
  readonly kind: GroupKind
  /** Part of its address. */
  readonly slug: string
  /** As the earliest of its works spells it. */
  readonly name: string
  /** The newest first. */
  readonly works: readonly PublishedWork[]
}

/** Something made from a work: another work, or what was generated from one. */
interface Descendant {
  readonly work: PublishedWork
  /** What was generated; else the work itself is the descendant. */
  readonly generated?: PublishedGenerated | undefined
  /** As what the earlier work went into it: `parent`, `guide`, or an instrument's port. */
  readonly as: string
}

/** Works by everything that pages ask for. */
export interface Catalogue {
  /** The newest first. */
  readonly works: readonly PublishedWork[]
  readonly byUid: ReadonlyMap<string, PublishedWork>
  readonly tombstones: ReadonlyMap<string, Tombstone>
  readonly groups: Readonly<Record<GroupKind, ReadonlyMap<string, Group>>>
  /** What was made from each work, but for what was generated from it alone and belongs to it. */
  readonly descendants: ReadonlyMap<string, readonly Descendant[]>
  /** Where each work stands in `works`. */
  readonly position: ReadonlyMap<string, number>
}

/** Puts the works of a publication in order. */
export function catalogueOf({ works: given, tombstones }: Publication): Catalogue {
  const works = given.toReversed()
  return {
    works,
    byUid: new Map(works.map((work) => [work.uid, work])),
    tombstones: new Map(tombstones.map((tombstone) => [tombstone.uid, tombstone])),
    groups: {
      tags: groupsOf('tags', works, ({ text }) => text.tags),
      authors: groupsOf('authors', works, ({ text }) => [text.author]),
      years: groupsOf('years', works, ({ year }) => [year]),
      categories: groupsOf('categories', works, ({ text }) => text.categories),
    },
    descendants: descendantsOf(works),
    position: new Map(works.map(({ uid }, index) => [uid, index])),
  }
}

function groupsOf(
  kind: GroupKind,
  works: readonly PublishedWork[],
  namesOf: (work: PublishedWork) => readonly string[],
): Map<string, Group> {
  const groups = new Map<string, { name: string; works: PublishedWork[] }>()
  for (const work of works) {
    for (const [slug, name] of new Map(namesOf(work).map((each) => [slugOf(each), each]))) {
      const group = groups.get(slug)
      if (group === undefined) groups.set(slug, { name, works: [work] })
      else {
        group.works.push(work)
        group.name = name
      }
    }
  }
  const all = [...groups].map(([slug, group]): Group => ({ kind, slug, ...group }))
  all.sort((one, other) => compareText(one.name.toLowerCase(), other.name.toLowerCase()))
  if (kind === 'years') all.reverse()
  return new Map(all.map((group) => [group.slug, group]))
}

function descendantsOf(works: readonly PublishedWork[]): Map<string, Descendant[]> {
  const found = new Map<string, Descendant[]>()
  const add = (uid: string, descendant: Descendant): void => {
    const list = found.get(uid)
    if (list === undefined) found.set(uid, [descendant])
    else list.push(descendant)
  }
  for (const work of works) {
    for (const [uid, as] of parentsOf(work)) add(uid, { work, as })
    for (const generated of work.generated)
      for (const { uid, port } of generated.parents) if (uid !== work.uid) add(uid, { work, generated, as: port })
  }
  return found
}

/** The works that a work says it was made from, and as what: `parent` or `guide`. */
export function parentsOf({ text }: PublishedWork): Map<string, string> {
  const parents = new Map((text.parents ?? []).map((uid) => [uid, 'parent']))
  if (text.guide !== undefined) parents.set(text.guide, 'guide')
  return parents
}

/** By code units, as files and addresses are ordered everywhere. */
const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
