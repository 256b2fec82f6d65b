/** The sources of a run: those that a person names, or those that the collection has. */
import { basename } from 'node:path'
import { stat } from 'node:fs/promises'
import { CollectionError } from '../error.ts'
import type { Source } from '../source.ts'
import { keptOrigin, locationOf, openSource, sourceName, type SourceOptions } from '../sources/open.ts'
import type { Description } from '../store/description.ts'

type KeptSource = Description['sources'][number]

/** Sources that are open, and what `collection.json` is to say of all. */
interface Sources {
  readonly open: readonly Source[]
  readonly kept: readonly KeptSource[]
}

/**
 * Opens the sources of a run.
 * @param named folders and the like; none for those that the collection has
 * @param kept those that it has
 * @param where the collection's folder, and how addresses are fetched
 * @throws CollectionError when one cannot be opened, or there is none
 */
export async function openSources(
  named: readonly string[],
  kept: readonly KeptSource[],
  where: Omit<SourceOptions, 'name'>,
): Promise<Sources> {
  const { collection } = where
  if (named.length === 0) {
    if (kept.length === 0)
      throw new CollectionError(`"${collection}" has no sources yet: give a folder of pictures.`)
    const open = await Promise.all(
      kept.map(async (source) => openSource(await locationOf(source, collection), { ...where, name: source.name })),
    )
    return { open, kept }
  }
  const all = [...kept]
  const open: Source[] = []
  for (const argument of named) {
    // oxlint-disable no-await-in-loop -- what the second is called depends on the first
    const probe = await openSource(argument, { ...where, name: 'probe' })
    const origin = await keptOrigin(probe.origin, collection)
    const same = all.find(({ kind, location }) => kind === origin.kind && location === origin.location)
    const known = same ?? (await movedFrom(all, origin, argument, collection))
    // oxlint-enable no-await-in-loop
    const name =
      known?.name ??
      sourceName(
        argument,
        all.map((source) => source.name),
      )
    const source = { name, ...origin }
    if (known === undefined) all.push(source)
    else all[all.indexOf(known)] = source
    open.push({ ...probe, name, list: (signal) => probe.list(signal) })
  }
  return { open, kept: all }
}

/** A source of that name which is no longer where it was: the pictures were moved, or the collection without them. */
async function movedFrom(
  kept: readonly KeptSource[],
  origin: { kind: string },
  argument: string,
  collection: string,
): Promise<KeptSource | undefined> {
  for (const source of kept) {
    if (source.kind !== origin.kind || basename(source.location) !== basename(argument)) continue
    // oxlint-disable-next-line no-await-in-loop
    const facts = await stat(await locationOf(source, collection)).catch(() => undefined)
    if (facts === undefined) return source
  }
  return undefined
}
