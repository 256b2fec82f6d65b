/**
 * What a picture tells of a person besides itself: where it was taken, with which device, by whom it is owned, whose faces
 * are where, what was cropped away. Credits (artist, copyright, licence, a description) stay. Whatever cannot be understood
 * is taken for private.
 */
import { inflateSync } from 'node:zlib'
import ExifReader, { type ExpandedTags } from 'exifreader'
import type { PictureFormat } from '@reverie/image'
import type { Fault } from '../problem.ts'
import type { Parts } from './parts.ts'

// A CommonJS module: its names are members of its default export.
const { load: readTags } = ExifReader as Pick<typeof ExifReader, 'load'>

interface Rule {
  readonly what: string
  readonly names: RegExp
}

/** By the names of tags, as EXIF 3.0, IPTC and XMP's usual namespaces have them. */
const rules: readonly Rule[] = [
  {
    what: 'where it was taken',
    names:
      /^(?:GPS.*|Latitude|Longitude|Altitude|City|Sub-?location|Province\/?State|State|Country.*|LocationCreated|LocationShown|Location)$/i,
  },
  {
    what: 'the serial number of the camera',
    names: /^(?:(?:Body|Lens|Camera|Internal)?_?SerialNumber|ImageUniqueID)$/i,
  },
  { what: 'who owns the camera', names: /^(?:CameraOwnerName|OwnerName|HostComputer)$/i },
  {
    what: 'whose faces are in it',
    names: /^(?:Regions|RegionInfo|RegionList|PersonInImage|PersonDisplayName|MPRegions)$/i,
  },
  { what: 'a record of the camera’s maker', names: /^MakerNotes?$/i },
]

/** No metadata are longer, inflated. */
const mostInflated = 1 << 20

/** Says what a picture tells of a person, and whether its metadata are a bomb. */
export async function judgePrivacy(
  bytes: Uint8Array,
  format: PictureFormat,
  parts: Parts | undefined,
): Promise<Fault[]> {
  if (format === 'png' && parts !== undefined && holdsBomb(bytes, parts))
    return [
      {
        line: 1,
        code: 'metadata-bomb',
        message: `Compressed metadata of the picture become more than ${mostInflated} bytes.`,
        fix: 'Remove the metadata: reverie gallery check --fix',
      },
    ]
  const tags = await load(bytes)
  const told = new Set<string>()
  const exifThere = parts?.parts.some(({ name, data }) => isExif(name, bytes, data)) === true
  if (exifThere && Object.keys(tags?.exif ?? {}).length === 0) told.add('something in EXIF data that are damaged')
  if (tags !== undefined) {
    const {
      gps,
      Thumbnail: thumbnail,
      xmp,
      iptc,
      exif,
      makerNotes,
    } = tags as ExpandedTags & { makerNotes?: object }
    if (gps !== undefined && Object.keys(gps).length > 0) told.add('where it was taken')
    if (makerNotes !== undefined && Object.keys(makerNotes).length > 0) told.add('a record of the camera’s maker')
    if (thumbnail !== undefined) told.add('a small copy of what it was before it was edited')
    const packed = (tags.pngText as Record<string, { value?: unknown }> | undefined)?.['XML:com.adobe.xmp']?.value
    const unpacked = typeof packed === 'string' ? await load(Buffer.from(packed, 'utf8')) : undefined
    const groups: readonly (object | undefined)[] = [exif, iptc, xmp, unpacked?.xmp]
    for (const name of groups.flatMap((group) => Object.keys(group ?? {})))
      for (const { what, names } of rules) if (names.test(name)) told.add(what)
  }
  // Some programs write XMP where no reader looks for it: there it is found by its words.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (/exif:GPS(?:Latitude|Longitude)/.test(text)) told.add('where it was taken')
  if (told.size === 0) return []
  const fix =
    parts !== undefined && format !== 'avif'
      ? 'Remove it, without touching the pixels: reverie gallery check --fix'
      : 'Export the picture again without metadata.'
  return [{ line: 1, code: 'private-metadata', message: `The picture tells ${listOf([...told])}.`, fix }]
}

async function load(bytes: Uint8Array): Promise<ExpandedTags | undefined> {
  try {
    return await readTags(new Uint8Array(bytes).buffer, {
      expanded: true,
      async: true,
      excludeTags: { icc: true },
    })
  } catch {
    return undefined
  }
}

const isExif = (name: string, bytes: Uint8Array, data: number): boolean =>
  name === 'eXIf' ||
  name === 'EXIF' ||
  (name === 'FFE1' && Buffer.from(bytes.subarray(data, data + 4)).toString() === 'Exif')

/** Whether a text chunk inflates to more than any metadata need. Readers inflate them without a limit. */
function holdsBomb(bytes: Uint8Array, { parts }: Parts): boolean {
  return parts.some(({ name, data, end }) => {
    if (name !== 'zTXt' && name !== 'iTXt' && name !== 'iCCP') return false
    const body = bytes.subarray(data, end - 4)
    const keyword = body.indexOf(0)
    let from = keyword + 2
    if (name === 'iTXt') {
      if (body[keyword + 1] !== 1) return false
      from = body.indexOf(0, body.indexOf(0, keyword + 3) + 1) + 1
    }
    try {
      inflateSync(body.subarray(from), { maxOutputLength: mostInflated })
      return false
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    }
  })
}

/** “a, b and c”. */
function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}
