/**
 * A recipe as XMP (ISO 16684-1), the metadata that JPEG, WebP, GIF, TIFF, AVIF and MP4 have in common: the property
 * `reverie:recipe`, whose text is the recipe's JSON, and beside it IPTC's `Iptc4xmpExt:DigitalSourceType` (IPTC Photo
 * Metadata Standard), which programs that know nothing of Reverie read. Nothing in it is about a person.
 */
import { concat, fromUtf8, utf8 } from './bytes.ts'
import type { Content } from './container.ts'
import { contentOf } from './content.ts'
import type { Recipe } from './schema.ts'

/** The namespace of the recipe, by which a packet of ours is told from others'. */
export const xmpNamespace = 'http://ns.reverie/1.0/'
const iptcNamespace = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/'

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])
const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** The XML of a recipe, or of a part of what is told, without the packet's wrapper. */
export function xmpElement({ text, digitalSource }: Partial<Content>, attributes = ''): Uint8Array {
  const iptc = digitalSource === undefined ? '' : ` xmlns:Iptc4xmpExt="${iptcNamespace}"`
  return utf8(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      `<rdf:Description rdf:about="" xmlns:reverie="${xmpNamespace}"${iptc}${attributes}>` +
      property('Iptc4xmpExt:DigitalSourceType', digitalSource) +
      property('reverie:recipe', text) +
      '</rdf:Description></rdf:RDF></x:xmpmeta>',
  )
}

function property(name: string, value: string | undefined): string {
  if (value === undefined) return ''
  const escaped = value.replace(/[&<>"]/g, (character) => escapes.get(character) ?? character)
  return `<${name}>${escaped}</${name}>`
}

/** A whole packet, with the wrapper by which scanners find it in any file. */
export function xmpPacket(element: Uint8Array): Uint8Array {
  return concat([
    utf8('<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'),
    element,
    utf8('\n<?xpacket end="r"?>'),
  ])
}

/** A recipe as an XMP packet, for encoders that take XMP. */
export function recipeToXmp(recipe: Recipe): string {
  return fromUtf8(xmpPacket(xmpElement(contentOf(recipe))))
}

/** The recipe's text in an XMP packet, as an element or as the attribute that other tools make of it. */
export function textOfXmp(packet: Uint8Array): string | undefined {
  const xml = fromUtf8(packet)
  const found = between(xml, '<reverie:recipe>', '</reverie:recipe>') ?? attribute(xml)
  return found?.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities.get(name as string) ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16)
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole
  })
}

function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open)
  const end = start < 0 ? -1 : text.indexOf(close, start)
  return end < 0 ? undefined : text.slice(start + open.length, end)
}

function attribute(xml: string): string | undefined {
  const match = /\breverie:recipe=(["'])/.exec(xml)
  if (match === null) return undefined
  const quote = match[1] ?? '"'
  const start = match.index + match[0].length
  const end = xml.indexOf(quote, start)
  return end < 0 ? undefined : xml.slice(start, end)
}
