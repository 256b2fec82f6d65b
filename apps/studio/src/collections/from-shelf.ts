/** The works on the shelf as a collection, so that collages can be made of them. */
import { fileOf, useShelf } from '../state/shelf.ts'
import { collectMore, collectNew } from './make.ts'
import { useCollections } from './state.ts'

const name = 'Shelf'

/** Collects the pictures on the shelf; those that were collected before are known. @throws when a work's file is gone */
export async function collectShelf(): Promise<void> {
  const works = useShelf.getState().works.filter(({ kind }) => kind === 'raster')
  const files = await Promise.all(
    works.map(async (work) => {
      const bytes = await fileOf(work)
      const file = new File([bytes], work.name, { type: work.type, lastModified: work.made })
      return { path: `${work.name.replaceAll('/', ' ')} ${work.id.slice(0, 8)}.png`, file }
    }),
  )
  const given = { name, files }
  const known = useCollections.getState().list.find((facts) => facts.name === name)
  if (known) collectMore(known, given)
  else await collectNew(given)
}
