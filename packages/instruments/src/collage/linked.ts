/** A drawing that links to its pieces, with those pieces: an archive that needs nothing else. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Host, InputPiece } from '../instrument.ts'

/** The folder of the originals, beside the drawing. */
const LINKED_FOLDER = 'pieces'
/** Bytes after which what is packed is handed to the platform, which keeps it where it likes. */
const PART = 16e6

/**
 * Names of pieces in that folder, in their order: their own, and where two would be one file their ids too.
 */
export function linkedNames(pieces: readonly Pick<InputPiece, 'sha256' | 'name'>[]): string[] {
  // Some file systems take capitals for small letters.
  const folded = pieces.map(({ name }) => name.toLowerCase())
  const count = new Map<string, number>()
  for (const name of folded) count.set(name, (count.get(name) ?? 0) + 1)
  return pieces.map(({ sha256, name }, at) => {
    if (count.get(folded[at]!) === 1) return name
    const dot = name.lastIndexOf('.')
    const end = dot > 0 ? dot : name.length
    return `${name.slice(0, end)}-${sha256.slice(0, 16)}${name.slice(end)}`
  })
}

/** What a drawing calls a piece. */
export const linkTo = (name: string): string => `${LINKED_FOLDER}/${encodeURIComponent(name)}`

/**
 * Packs a drawing of the format `svg-linked` with the pieces that it shows, as ZIP.
 * @param pieces all of its request, gathered
 * @throws Error when a piece is not to be had any more, the signal's reason
 */
export async function packLinked(
  drawing: Uint8Array,
  pieces: readonly InputPiece[],
  host: Host,
  signal?: AbortSignal,
): Promise<Blob> {
  let parts: BlobPart[] = []
  let bytes = 0
  let problem: Error | undefined
  const zip = new Zip((error, chunk) => {
    if (error) problem = error
    parts.push(chunk)
    bytes += chunk.length
    if (bytes < PART) return
    parts = [new Blob(parts)]
    bytes = 0
  })
  const add = (file: ZipDeflate | ZipPassThrough, content: Uint8Array): void => {
    zip.add(file)
    file.push(content, true)
  }
  add(new ZipDeflate('collage.svg'), drawing)
  const shown = new TextDecoder().decode(drawing)
  const own = [...new Map(pieces.map((piece) => [piece.sha256, piece])).values()]
  const names = linkedNames(own)
  for (const [at, piece] of own.entries()) {
    signal?.throwIfAborted()
    // Those that were taken out or swapped away stay out.
    if (!shown.includes(`"${linkTo(names[at]!)}"`)) continue
    add(new ZipPassThrough(`${LINKED_FOLDER}/${names[at]!}`), await piece.read())
    await host.breathe?.()
  }
  zip.end()
  if (problem !== undefined) throw problem
  return new Blob(parts, { type: 'application/zip' })
}
