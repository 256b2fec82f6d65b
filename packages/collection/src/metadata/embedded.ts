/** What a picture says of itself: XMP, IPTC, EXIF and the text chunks of PNG. */
import type { ExpandedTags } from 'exifreader'
import { licenseOf } from './license.ts'
import { cleanLink, cleanTags, cleanText, mergeMetadata, parseYear, splitTags, type Metadata } from './metadata.ts'

/** What cameras and programs write by themselves. */
const noTitle =
  /^(?:olympus digital camera|samsung|dcim|default|untitled|screenshot|created with.*|picture|image)$/i

/**
 * Reads a file's metadata.
 * @param bytes a whole picture of any kind
 * @returns what it says; nothing when it says nothing or cannot be understood, since a picture with bad metadata is a picture
 */
export async function readEmbedded(bytes: Uint8Array): Promise<Metadata> {
  const tags = await load(bytes)
  if (tags === undefined) return {}
  // libvips and ImageMagick compress XMP into a chunk where the reader does not look for it.
  const packed = (tags.pngText as Tags | undefined)?.['XML:com.adobe.xmp'] as { value?: unknown } | undefined
  const unpacked = typeof packed?.value === 'string' ? await load(packetOf(packed.value)) : undefined
  const xmp = tags.xmp ?? unpacked?.xmp ?? {}
  return mergeMetadata([fromXmp(xmp), fromIptc(tags.iptc ?? {}), fromExif(tags.exif ?? {}), fromPng(tags)])
}

/** Reads what an XMP file says, as programs lay them beside pictures. */
export async function readXmp(bytes: Uint8Array): Promise<Metadata> {
  return fromXmp((await load(packetOf(new TextDecoder().decode(bytes))))?.xmp ?? {})
}

/** XMP with the marks about it by which the reader knows it. */
function packetOf(text: string): Uint8Array {
  const from = text.search(/<(?:x:xmpmeta|rdf:RDF)\b/)
  const body = text.slice(Math.max(0, from)).replace(/<\?xpacket end[^>]*>\s*$/, '')
  return new TextEncoder().encode(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>${body}<?xpacket end="w"?>`)
}

async function load(bytes: Uint8Array): Promise<ExpandedTags | undefined> {
  // The package is CommonJS, whose names Node does not see.
  const [{ default: ExifReader }, { DOMParser, onErrorStopParsing }] = await Promise.all([
    import('exifreader'),
    // A browser's workers have no parser of XML, and the browser's own would read other things than this one does in Node.
    import('@xmldom/xmldom'),
  ])
  try {
    // oxlint-disable-next-line import/no-named-as-default-member
    return await ExifReader.load(new Uint8Array(bytes).buffer, {
      expanded: true,
      async: true,
      domParser: new DOMParser({ onError: onErrorStopParsing }),
      excludeTags: { mpf: true, icc: true, makerNotes: true, thumbnail: true, photoshop: true, gps: true },
    })
  } catch {
    return undefined
  }
}

type Tags = Readonly<Record<string, unknown>>

/** A tag's text, as the reader has put it together. */
function text(tags: Tags, name: string): string {
  const tag: unknown = Object.hasOwn(tags, name) ? tags[name] : undefined
  const each = Array.isArray(tag) ? (tag as unknown[])[0] : tag
  return cleanText((each as { description?: unknown } | undefined)?.description)
}

/** A tag that comes several times, or whose value is a list. */
function texts(tags: Tags, name: string): string[] {
  const tag = (Object.hasOwn(tags, name) ? tags[name] : undefined) as { value?: unknown; description?: unknown }
  if (Array.isArray(tag)) return cleanTags(tag.map((each: { description?: unknown }) => each.description))
  if (!Array.isArray(tag?.value)) return splitTags(tag?.description)
  const values = tag.value.map((each: unknown) =>
    typeof each === 'object' && each !== null ? ((each as { description?: unknown }).description ?? '') : '',
  )
  return values.some((value) => value !== '') ? cleanTags(values) : splitTags(tag.description)
}

const title = (value: string): string => (noTitle.test(value) ? '' : value)
const firstOf = (...values: string[]): string => values.find((value) => value !== '') ?? ''

function fromXmp(xmp: object): Metadata {
  const tags = xmp as Tags
  return {
    title: title(firstOf(text(tags, 'title'), text(tags, 'Headline'), text(tags, 'description'))),
    author: texts(tags, 'creator').join(', '),
    license: licenseOf(
      firstOf(text(tags, 'license'), text(tags, 'WebStatement'), text(tags, 'UsageTerms'), text(tags, 'rights')),
    ),
    link: firstOf(cleanLink(text(tags, 'source')), cleanLink(text(tags, 'identifier'))),
    tags: texts(tags, 'subject'),
    year: parseYear(firstOf(text(tags, 'DateCreated'), text(tags, 'DateTimeOriginal'), text(tags, 'date'))),
  }
}

function fromIptc(iptc: object): Metadata {
  const tags = iptc as Tags
  return {
    title: title(firstOf(text(tags, 'Object Name'), text(tags, 'Headline'), text(tags, 'Caption/Abstract'))),
    author: texts(tags, 'By-line').join(', '),
    license: licenseOf(text(tags, 'Copyright Notice')),
    tags: texts(tags, 'Keywords'),
    year: parseYear(text(tags, 'Date Created')),
  }
}

function fromExif(exif: object): Metadata {
  const tags = exif as Tags
  return {
    title: title(firstOf(text(tags, 'XPTitle'), text(tags, 'ImageDescription'))),
    author: firstOf(text(tags, 'Artist'), text(tags, 'XPAuthor')),
    license: licenseOf(text(tags, 'Copyright')),
    tags: splitTags(text(tags, 'XPKeywords')),
    year: parseYear(text(tags, 'DateTimeOriginal')),
  }
}

function fromPng(all: ExpandedTags): Metadata {
  const tags = (all.pngText ?? {}) as unknown as Tags
  return {
    title: title(firstOf(text(tags, 'Title'), text(tags, 'Description'))),
    author: text(tags, 'Author'),
    license: licenseOf(text(tags, 'Copyright')),
    link: firstOf(cleanLink(text(tags, 'Source')), cleanLink(text(tags, 'URL'))),
  }
}
