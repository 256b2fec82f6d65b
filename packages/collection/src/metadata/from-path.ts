import { cleanTags, cleanText, type Metadata } from './metadata.ts'

/**
 * What a path says of its picture: `animals/bugs/lady_bird-01.png` is titled “Lady bird” and tagged `animals`, `bugs`.
 * Numbers at the end of words count copies and are no part of the title; a name that is only numbers stays.
 */
export function metadataFromPath(path: string): Metadata {
  const folders = path.split('/')
  // Lists put a hash behind names that come several times.
  const name = (folders.pop() ?? '').replace(/\.[a-z0-9]{1,5}$/i, '').replace(/~[0-9a-f]{12}$/, '')
  const words = cleanText(name.replace(/[_\-+.\s]+/g, ' '))
  const title = words.replace(/(?<=\p{L}.*) \d{1,3}$/u, '') || cleanText(name)
  return {
    title: title.slice(0, 1).toUpperCase() + title.slice(1),
    tags: cleanTags(folders.map((folder) => folder.replace(/[_\s]+/g, ' '))),
  }
}
