/**
 * IIIF, by which museums and libraries give their pictures: manifests and collections of the Presentation API, versions 2
 * and 3 (https://iiif.io/api/presentation/). The image that a canvas is painted with is taken as the manifest names it.
 */
import { licenseOf } from '../../metadata/license.ts'
import { cleanLink, cleanTags, cleanText, parseYear, splitTags, type Metadata } from '../../metadata/metadata.ts'
import { absolute, type Entry, type Page } from './entry.ts'

type Thing = Readonly<Record<string, unknown>>

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const things = (value: unknown): Thing[] => (Array.isArray(value) ? value : [value]).filter(isThing)

/** Whether JSON is a manifest or a collection of IIIF. */
export function isIiif(value: unknown): value is Thing {
  if (!isThing(value)) return false
  const context = JSON.stringify(value['@context'] ?? '')
  return context.includes('iiif.io/api/presentation') || /^(?:sc:)?(?:Manifest|Collection)$/.test(typeOf(value))
}

/**
 * The pictures of a manifest, or the manifests of a collection.
 * @param base where it was fetched from
 */
export function readIiif(value: Thing, base: string | undefined): Page {
  const url = (text: string): string => absolute(text, base ?? 'https://manifest.invalid/')
  if (typeOf(value).endsWith('Collection')) {
    const parts = [
      ...things(value['items']),
      ...things(value['manifests']),
      ...things(value['collections']),
      ...things(value['members']),
    ]
    const more = parts
      .filter((part) => /(?:Manifest|Collection)$/.test(typeOf(part)))
      .map((part) => url(idOf(part)))
    return { entries: [], more: [...new Set(more.filter((address) => address !== ''))] }
  }
  const about = aboutOf(value)
  const canvases = [
    ...things(value['items']),
    ...things(value['sequences']).flatMap((each) => things(each['canvases'])),
  ]
  const entries = canvases.flatMap((canvas) =>
    imagesOf(canvas).map((where): Entry => ({
      where: url(where),
      about: withCanvas(about, canvas, canvases.length),
    })),
  )
  return { entries: entries.filter(({ where }) => where !== ''), more: [] }
}

const typeOf = (thing: Thing): string => cleanText(thing['type'] ?? thing['@type'])
const idOf = (thing: Thing): string => cleanText(thing['id'] ?? thing['@id'], 4000)

/** Addresses of the images that a canvas is painted with. */
function imagesOf(canvas: Thing): string[] {
  const painted = things(canvas['items'])
    .flatMap((page) => things(page['items']))
    .flatMap((annotation) => things(annotation['body']))
  const resources = things(canvas['images']).flatMap((annotation) => things(annotation['resource']))
  return [...painted, ...resources].flatMap((body) => {
    // A choice between pictures of the same: the first is shown unless somebody chooses.
    const [first = body] = [...things(body['items']), ...things(body['default'])]
    const image = imageOf(first)
    return image === '' ? [] : [image]
  })
}

function imageOf(body: Thing): string {
  const id = idOf(body)
  const [service] = things(body['service'])
  const isPicture = /image/i.test(typeOf(body)) || cleanText(body['format']).startsWith('image/')
  if (/^(?:https?:)?\/\//.test(id) && (isPicture || service === undefined)) return id
  if (service === undefined) return ''
  const version3 = /ImageService3/.test(typeOf(service)) || JSON.stringify(service).includes('/image/3')
  return `${idOf(service).replace(/\/$/, '')}/full/${version3 ? 'max' : 'full'}/0/default.jpg`
}

/** Text in the language that is asked for, else in the one that comes first. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).find((text) => text !== '') ?? ''
  if (!isThing(value)) return withoutTags(cleanText(value))
  if ('@value' in value) return textOf(value['@value'])
  const text = [value['en'], value['none'], value['@none'], ...Object.values(value)].find(
    (each) => each !== undefined,
  )
  return Array.isArray(text)
    ? withoutTags(cleanText(text.filter((each) => typeof each === 'string').join('; ')))
    : ''
}

const withoutTags = (text: string): string => cleanText(text.replace(/<[^>]*>/g, ' '))

function aboutOf(manifest: Thing): Metadata {
  const pairs = things(manifest['metadata']).map(({ label, value }) => ({
    label: textOf(label),
    value: textOf(value),
  }))
  const pair = (names: RegExp): string => pairs.find(({ label }) => names.test(label))?.value ?? ''
  const rights = cleanText(manifest['rights'] ?? textOf(manifest['license']), 2000)
  const credit =
    things(manifest['requiredStatement']).map(({ value }) => textOf(value))[0] ?? textOf(manifest['attribution'])
  const page = [
    ...things(manifest['homepage']).map(idOf),
    ...things(manifest['related']).map(idOf),
    cleanText(manifest['related'], 2000),
  ]
  const year =
    parseYear(pair(/^(?:date|year|created|published|datierung|datum|entstehung)/i)) ??
    parseYear(manifest['navDate'])
  return {
    title: textOf(manifest['label']),
    author:
      pair(/^(?:creator|author|artist|maker|photographer|contributor|autor|urheber|künstler|verfasser)/i) || credit,
    license: licenseOf(rights || pair(/^(?:rights|licen[cs]e)/i)),
    link: cleanLink(page.find((each) => cleanLink(each) !== '')) || cleanLink(idOf(manifest)),
    tags: cleanTags(
      pairs
        .filter(({ label }) => /^(?:subject|keyword|tag|topic|genre)/i.test(label))
        .flatMap(({ value }) => splitTags(value)),
    ),
    ...(year !== null && { year }),
  }
}

/** A page of a book is called by the book and the page. */
function withCanvas(about: Metadata, canvas: Thing, count: number): Metadata {
  const label = textOf(canvas['label'])
  if (label === '' || label === about.title) return about
  return {
    ...about,
    title: count > 1 && about.title !== '' ? `${about.title ?? ''} – ${label}` : about.title || label,
  }
}
