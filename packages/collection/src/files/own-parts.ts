/** What a run writes at the top of a collection's folder, which may hold a person's pictures beside it. */
const own: ReadonlySet<string> = new Set([
  '__manifest',
  'bundle',
  'collection.json',
  'fetched',
  'lock',
  'lock-taking',
  'thumbnails',
])

/** Whether a name at the top of a collection's folder is the collection's own. */
export const isOwnPart = (name: string): boolean => own.has(name) || name.endsWith('.lance')

/** Whether names of a folder are those of a collection: its description, and what only collections have. */
export const isCollection = (names: readonly string[]): boolean =>
  names.includes('collection.json') && names.some((name) => name === 'bundle' || name.endsWith('.lance'))
