/**
 * Feeds: RSS 0.9x, 1.0 and 2.0, Atom. The picture of an entry is its enclosure, its `media:content`, or the first image of
 * its text. Entities that a document defines for itself are left alone, since they can be made to grow without end.
 */
import { decodeHTML, decodeXML } from 'entities'
import { XMLParser } from 'fast-xml-parser'
import { CollectionError } from '../../error.ts'
import { licenseOf } from '../../metadata/license.ts'
import { cleanLink, cleanTags, cleanText, parseYear, type Metadata } from '../../metadata/metadata.ts'
import { decodeText } from '../../metadata/table.ts'
import { absolute, type Entry, type Page } from './entry.ts'

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const all = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
const nodes = (value: unknown): Node[] => all(value).filter(isNode)

/**
 * The pictures of a feed.
 * @param base where it was fetched from
 * @throws CollectionError when it is no XML, or no feed
 */
export function readFeed(bytes: Uint8Array, subject: string, base: string | undefined): Page {
  const root = parse(bytes, subject)
  const rdf = nodes(root['rdf:RDF'])[0]
  const channel = nodes(nodes(root['rss'])[0]?.['channel'])[0] ?? nodes(rdf?.['channel'])[0]
  const feed = nodes(root['feed'])[0]
  const about = channel ?? feed
  if (about === undefined)
    throw new CollectionError(
      `"${subject}" is XML, and neither an RSS nor an Atom feed: lists are CSV, JSON, IIIF or feeds.`,
    )
  const url = (text: string): string => absolute(text, base ?? 'https://feed.invalid/')
  const items = feed === undefined ? [...nodes(channel?.['item']), ...nodes(rdf?.['item'])] : nodes(feed['entry'])
  const rights = rightsOf(about)
  const entries = items.flatMap((item): Entry[] => {
    const where = pictureOf(item)
    return where === '' ? [] : [{ where: url(where), about: aboutOf(item, rights, url), ...markOf(item) }]
  })
  const next = linksOf(about).find(({ rel }) => rel === 'next')?.href
  return { entries, more: next === undefined || base === undefined ? [] : [url(next)] }
}

function parse(bytes: Uint8Array, subject: string): Node {
  // The declaration may name another encoding; without one XML is UTF-8.
  const declared = /^<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )
  try {
    const text = declared === null ? decodeText(bytes) : new TextDecoder(declared[1]).decode(bytes)
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      parseAttributeValue: false,
      processEntities: false,
    })
    const root: unknown = parser.parse(text)
    if (isNode(root)) return root
  } catch (cause) {
    throw new CollectionError(`"${subject}" is not XML (${(cause as Error).message}).`, { cause })
  }
  throw new CollectionError(`"${subject}" is not XML.`)
}

/** The text of an element, with its entities. */
function textOf(value: unknown): string {
  const [first] = all(value)
  const text = isNode(first) ? first['#text'] : first
  return typeof text === 'string' ? decodeXML(text) : ''
}

const attribute = (node: Node, name: string): string => {
  const value = node[`@${name}`]
  return typeof value === 'string' ? decodeXML(value) : ''
}

const linksOf = (node: Node): { rel: string; href: string; type: string }[] =>
  [...nodes(node['link']), ...nodes(node['atom:link'])].map((link) => ({
    rel: attribute(link, 'rel') || 'alternate',
    href: attribute(link, 'href'),
    type: attribute(link, 'type'),
  }))

const isPicture = (type: string, address: string): boolean =>
  /^image\//i.test(type) || (type === '' && /\.(?:png|jpe?g|webp|avif|gif|tiff?)(?:[?#]|$)/i.test(address))

/** The address of an entry's picture, empty when there is none. */
function pictureOf(item: Node): string {
  const media = [item, ...nodes(item['media:group'])].flatMap((each) => nodes(each['media:content']))
  const candidates = [
    ...nodes(item['enclosure']).map((each) => ({ href: attribute(each, 'url'), type: attribute(each, 'type') })),
    ...linksOf(item).filter(({ rel }) => rel === 'enclosure'),
    ...media.map((each) => ({
      href: attribute(each, 'url'),
      type: attribute(each, 'type') || (attribute(each, 'medium') === 'image' ? 'image/*' : ''),
    })),
  ]
  const found = candidates.find(({ href, type }) => href !== '' && isPicture(type, href))?.href
  return found ?? imageIn(item) ?? attribute(nodes(item['media:thumbnail'])[0] ?? {}, 'url')
}

/** The first image of an entry's text, which is HTML within XML. */
function imageIn(item: Node): string | undefined {
  const html = ['content:encoded', 'content', 'description', 'summary'].map((name) => textOf(item[name])).join(' ')
  const source = /<img\s(?:[^>]*\s)?src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(html)
  if (source !== null) return decodeHTML(source[1] ?? source[2] ?? source[3] ?? '')
  // XHTML within Atom is elements, not text.
  const found = JSON.stringify(item['content'] ?? '').match(/"img":\[?\{[^}]*?"@src":("(?:[^"\\]|\\.)*")/)
  return found === null ? undefined : decodeXML(JSON.parse(found[1] as string) as string)
}

const plain = (html: string): string => cleanText(decodeHTML(html.replace(/<[^>]*>/g, ' ')))

const rightsOf = (node: Node): string =>
  licenseOf(
    textOf(node['creativeCommons:license']) ||
      attribute(nodes(node['cc:license'])[0] ?? {}, 'rdf:resource') ||
      linksOf(node).find(({ rel }) => rel === 'license')?.href ||
      plain(textOf(node['dc:rights']) || textOf(node['rights']) || textOf(node['copyright'])),
  )

const dateOf = (item: Node): string =>
  ['pubDate', 'published', 'dc:date', 'updated'].map((name) => textOf(item[name])).find((text) => text !== '') ?? ''

/** What an entry is told apart by, and what is not of the picture's own metadata. */
function markOf(item: Node): Pick<Entry, 'id' | 'date' | 'alt'> {
  const id = cleanText(textOf(item['guid']) || textOf(item['id']), 2000)
  const date = cleanText(dateOf(item))
  const described = [item, ...nodes(item['media:content']), ...nodes(item['media:group'])]
  const alt = described.map((each) => plain(textOf(each['media:description']))).find((text) => text !== '') ?? ''
  return { ...(id !== '' && { id }), ...(date !== '' && { date }), ...(alt !== '' && { alt }) }
}

function aboutOf(item: Node, rights: string, url: (text: string) => string): Metadata {
  const alternate = linksOf(item).find(({ rel, href }) => rel === 'alternate' && href !== '')?.href
  const authors = nodes(item['author']).map((author) => textOf(author['name']))
  const tags = [...all(item['category']), ...all(item['dc:subject'])].map((each) =>
    isNode(each) ? attribute(each, 'label') || attribute(each, 'term') || textOf(each) : textOf(each),
  )
  const year = parseYear(dateOf(item))
  const link = alternate ?? textOf(item['link'])
  return {
    title: plain(textOf(item['title']) || textOf(item['media:title'])),
    author: plain(
      authors.join(', ') || textOf(item['dc:creator']) || textOf(item['media:credit']) || textOf(item['author']),
    ),
    link: link === '' ? '' : cleanLink(url(link)),
    license: rightsOf(item) || rights,
    tags: cleanTags(tags.map(plain)),
    ...(year !== null && { year }),
  }
}
