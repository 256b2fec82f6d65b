/** The newest works as RSS, Atom and JSON Feed, all with whole addresses and pictures. */
import { Feed } from 'feed'
import type { Publication, PublishedWork } from './published.ts'
import { picturePath, type SitePicture } from './pictures.ts'
import { renderMarkdown } from './markdown.ts'
import { fileAddress, workAddress } from './views.ts'
import { licenseLink, licenseName } from './words.ts'

/** Feeds by the names of their files. */
export type Feeds = Readonly<Record<'feed.xml' | 'atom.xml' | 'feed.json', string>>

/** The feeds of a list. */
export interface FeedOptions {
  readonly title: string
  /** Folder of the list, from the site's folder: empty, or ending in a slash. */
  readonly place: string
  /** The newest first. */
  readonly works: readonly PublishedWork[]
}

/** Makes the feeds of a list. */
export function feedsOf(
  { config, address }: Publication,
  pictures: ReadonlyMap<string, SitePicture>,
  { title, place, works }: FeedOptions,
): Feeds {
  const home = address + place
  const updated = Math.max(0, ...works.map(({ approvedAt }) => Date.parse(approvedAt)))
  const feed = new Feed({
    id: home,
    title: xmlText(title),
    link: home,
    description: xmlText(config.site.description),
    language: config.site.language,
    updated: new Date(updated),
    generator: 'Reverie',
    feedLinks: { rss: `${home}feed.xml`, atom: `${home}atom.xml`, json: `${home}feed.json` },
  })
  for (const work of works) {
    const { uid, text, approvedAt, picture } = work
    const link = address + workAddress(uid)
    const shown = pictures.get(picture.sha256)
    const image = shown && address + picturePath(shown.key, shown.widths.at(-1)!, 'jpeg')
    const credit = `<p>${escape(text.author)}, <a href="${licenseLink(text.license)}">${escape(licenseName(text.license))}</a></p>`
    const figure =
      image === undefined ? '' : `<p><a href="${link}"><img src="${image}" alt="${escape(text.alt)}"></a></p>`
    feed.addItem({
      id: link,
      title: xmlText(text.title),
      link,
      date: new Date(approvedAt),
      published: new Date(approvedAt),
      description: xmlText(text.alt),
      content: xmlText(figure + renderMarkdown(text.body) + credit),
      author: [{ name: xmlText(text.author), ...(text.website === undefined ? {} : { link: text.website }) }],
      category: text.tags.map((tag) => ({ name: xmlText(tag), term: xmlText(tag) })),
      copyright: licenseLink(text.license),
      image: { url: address + fileAddress(work, picture), type: typeOf(picture.name), length: picture.bytes },
    })
  }
  return { 'feed.xml': feed.rss2(), 'atom.xml': feed.atom1(), 'feed.json': feed.json1() }
}

/** The type of a picture by the ending of its name, which the check has held against its content. */
const typeOf = (name: string): string => {
  const ending = name.split('.').at(-1)!.toLowerCase()
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`
}

/** Text without what XML cannot hold. */
const xmlText = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as text, or an attribute's value, of HTML or XML. */
export const escape = (text: string): string => xmlText(text).replace(/[&<>"']/g, (each) => entities[each]!)
