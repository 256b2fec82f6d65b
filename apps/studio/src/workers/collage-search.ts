/** Pieces of a collection by words, colours and likeness, and one in the place of another. */
import {
  decodeWhitening,
  looksOfPicture,
  openImprinter,
  openSearch,
  whiteningAttachment,
  type Bundle,
  type Hit,
  type Looks,
  type Piece,
  type Search as Searching,
} from '@reverie/collection/web'
import { srgbToOklab } from '@reverie/image'
import { encodeCredit, encodeOutline, type Host } from '@reverie/instruments/web'
import type { JSONValue } from '../instrument.ts'
import type { PieceCard, Search } from './collage-api.ts'

/** A piece as people know it. */
const cardOf = ({ id, title, author, link, license, width, height }: Piece): PieceCard => ({
  id,
  title,
  author,
  link,
  license,
  aspect: width / height,
})

/** Searches are kept with their collections: what they make of words is worth it. */
const searches = new WeakMap<Bundle, Promise<Searching>>()

function searchIn(collection: Bundle): Promise<Searching> {
  const known = searches.get(collection) ?? openSearch(collection)
  searches.set(collection, known)
  return known
}

/** Pieces by what is asked for, the best first; where nothing is, some of all. */
export async function findPieces(collection: Bundle, asked: Search, host: Host): Promise<PieceCard[]> {
  const { words, like, color, picture, shade, count } = asked
  const search = await searchIn(collection)
  const { pieces } = search
  if (words.trim() === '' && like === undefined && color === undefined && picture === undefined)
    return evenly(pieces, count).map(cardOf)
  const examples = [
    ...(like !== undefined && words.trim() === '' && color === undefined ? [like] : []),
    ...(picture ? [await looksOf(collection, picture, host)] : []),
  ]
  const hits = search.find({
    ...(words.trim() !== '' && { text: words }),
    ...(color !== undefined && { colors: [{ color: oklabOf(color) }] }),
    ...(examples.length > 0 && { like: examples, weights: { subject: 1 - shade, color: shade } }),
    limit: count,
  })
  return hits.map(({ row, why }) => ({ ...cardOf(pieces[row]!), why: wordsOf(why) }))
}

/** A hit's reasons in a few words. */
function wordsOf({ tags, words, distances }: Hit['why']): string {
  const far = (name: string, distance: number | undefined) =>
    distance !== undefined && `${name} ${distance.toFixed(2)}`
  return [
    tags.slice(0, 3).join(', '),
    tags.length === 0 && words.slice(0, 3).join(', '),
    far('subject', distances.subject),
    far('colours', distances.color),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Evenly through the collection, so that all kinds of it are seen. */
function evenly(pieces: readonly Piece[], count: number): Piece[] {
  const step = Math.max(1, pieces.length / count)
  return Array.from({ length: Math.min(count, pieces.length) }, (_, at) => pieces[Math.floor(at * step)]!)
}

function oklabOf(color: string): ReturnType<typeof srgbToOklab> {
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16) / 255
  return srgbToOklab([channel(1), channel(3), channel(5)])
}

/** What a picture from elsewhere looks like, by the network of the collection. */
async function looksOf(collection: Bundle, picture: File, host: Host): Promise<Looks> {
  const whitening = await collection.attachment(whiteningAttachment)
  const { id } = (collection.about['model'] ?? {}) as { id?: string }
  if (!whitening || id === undefined)
    throw new Error(`“${collection.name}” does not say how its pictures were looked at: search by words.`)
  const raster = await host.readImage(new Uint8Array(await picture.arrayBuffer()), picture.name)
  const runtime = await host.runtime()
  const imprinter = await openImprinter({ model: await host.model(id), runtime })
  try {
    return await looksOfPicture(raster, { runtime, imprinter, whitening: decodeWhitening(whitening) })
  } finally {
    await imprinter.close()
  }
}

/** The edit that puts a piece in the place of another. */
export async function swapEdit(collection: Bundle, piece: string, by: string): Promise<JSONValue> {
  const other = (await collection.pieces()).find(({ id }) => id === by)
  if (!other) throw new Error('That piece is no longer in the collection: choose another.')
  const { width, height, silhouette, title, author, link, license } = other
  return {
    type: 'swap',
    piece,
    by,
    size: [width, height],
    outline: encodeOutline({ aspect: width / height, mask: silhouette.mask }),
    credit: encodeCredit({ title, author, link, license }),
  }
}
