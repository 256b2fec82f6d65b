/** What machines read of a work's page: schema.org's VisualArtwork. */
import type { PublishedWork } from './published.ts'
import { workAddress, fileAddress } from './views.ts'
import { licenseLink } from './words.ts'

/** JSON that can stand in a script element: no text in it ends one. */
export function structuredWork(work: PublishedWork, address: string): string {
  const { text } = work
  const value = {
    '@context': 'https://schema.org',
    '@type': 'VisualArtwork',
    '@id': address + workAddress(work.uid),
    name: text.title,
    url: address + workAddress(work.uid),
    image: address + fileAddress(work, work.picture),
    description: text.alt,
    creator: {
      '@type': 'Person',
      name: text.author,
      ...(text.website === undefined ? {} : { url: text.website }),
      ...(text.affiliation === undefined
        ? {}
        : { affiliation: { '@type': 'Organization', name: text.affiliation } }),
    },
    creditText: text.author,
    dateCreated: new Date(text.time).toISOString().slice(0, 10),
    license: licenseLink(text.license),
    keywords: text.tags,
    genre: text.categories,
    ...(text.parents === undefined ? {} : { isBasedOn: text.parents.map((uid) => address + workAddress(uid)) }),
    associatedMedia: work.generated.map((file) => address + fileAddress(work, file)),
  }
  return scriptJson(value)
}

/** JSON for between the tags of a script element. */
const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
