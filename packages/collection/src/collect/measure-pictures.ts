/**
 * What is done with a few pictures, in a thread: bytes to measures, thumbnails and features. One step after the other, so
 * that a thread keeps one core busy and its clock tells what the core did; libvips and ONNX Runtime get a thread each.
 *
 * Done twice it leaves the same: thumbnails are named by content, and all else is in what it gives back.
 */
import { baseName } from '@reverie/recipe'
import { defaultMaxPixels, ImageError, readHeader, resample, type Header, type Raster } from '@reverie/image'
import type { Imprinter } from '../imprint/index.ts'
import { colorsOf } from '../measure/colors.ts'
import { readEmbedded } from '../metadata/embedded.ts'
import { decodeMaster } from '../measure/master.ts'
import { perceptualHash } from '../measure/phash.ts'
import { silhouetteOf } from '../measure/silhouette.ts'
import { encodeThumbnails, writeThumbnails } from '../measure/thumbnails.ts'
import type { StoredPiece } from '../store/rows.ts'
import type { ProblemCode } from '../source.ts'
import { clocked, noSeconds, type StageSeconds } from './stages.ts'

/** A picture to measure. */
export interface PictureInput {
  readonly path: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** What was measured, or why it could not be. */
export type Measured =
  | { readonly ok: true; readonly piece: StoredPiece; readonly features: Float32Array }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string }

/** What came of a unit, in the order of its pictures. */
export interface UnitOutput {
  readonly pictures: readonly Measured[]
  readonly seconds: StageSeconds
}

/** What measuring takes. */
export interface Tools {
  /** The collection's, for thumbnails. */
  readonly folder: string
  readonly imprinter: Imprinter
}

/** The identifier of a content. @param sha256 64 hex digits */
export const idOf = (sha256: string): string => sha256.slice(0, 16)

/** Nothing is perceived in pictures whose longer side is shorter; pages count their visitors with such. */
const LEAST_SIDE = 8
/** Colours are taken from a picture of this side. */
const COLOR_SIDE = 64

/** Measures pictures. Bad ones are outcomes; what it throws is no picture's fault. */
export async function measurePictures(inputs: readonly PictureInput[], tools: Tools): Promise<UnitOutput> {
  const seconds = noSeconds()
  const looked: Looked[] = []
  // One after the other, see above.
  // oxlint-disable-next-line no-await-in-loop
  for (const input of inputs) looked.push(await look(input, seconds))
  const good = looked.filter((each) => each.ok)
  for (const { piece, master } of good) {
    // oxlint-disable-next-line no-await-in-loop
    await clocked(seconds, 'thumbnails', async () =>
      writeThumbnails(tools.folder, piece.id, await encodeThumbnails(master)),
    )
  }
  const features = await clocked(seconds, 'imprint', async () => {
    if (good.length === 0) return new Float32Array()
    const masters = good.map(({ master }) => master)
    return tools.imprinter.imprint(
      masters,
      good.map(({ piece }) => piece.silhouette),
    )
  })
  const { dimensions } = tools.imprinter
  const pictures = looked.map((each): Measured => {
    if (!each.ok) return each
    const row = good.indexOf(each)
    return { ok: true, piece: each.piece, features: features.slice(row * dimensions, (row + 1) * dimensions) }
  })
  return { pictures, seconds }
}

type Looked =
  | { readonly ok: true; readonly piece: StoredPiece; readonly master: Raster }
  | Extract<Measured, { ok: false }>

async function look(input: PictureInput, seconds: StageSeconds): Promise<Looked> {
  const name = baseName(input.path)
  const refused = (code: ProblemCode, message: string): Looked => ({ ok: false, code, message })
  let header: Header
  try {
    header = readHeader(input.bytes, { name, maxPixels: Infinity })
  } catch (error) {
    return refused('damaged', sentenceOf(error))
  }
  const { width, height } = header
  if (width * height > defaultMaxPixels) return refused('too-large', tooLarge(input, name))
  if (Math.max(width, height) < LEAST_SIDE)
    return refused(
      'too-small',
      `"${name}" is ${width} × ${height} pixels: from ${LEAST_SIDE} there is something to see.`,
    )
  const master = await clocked(seconds, 'decode', async () =>
    decodeMaster(input.bytes, header).catch((error: unknown) => error as Error),
  )
  if (master instanceof Error) return refused('damaged', damaged(name, header, master))
  const piece = await clocked(seconds, 'measure', () => measure(input, header, master))
  if (piece.silhouette.coverage === 0)
    return refused('invisible', `"${name}" is transparent everywhere: there is nothing to see.`)
  return { ok: true, piece, master }
}

async function measure({ sha256, bytes }: PictureInput, header: Header, master: Raster): Promise<StoredPiece> {
  const said = Object.entries(await readEmbedded(bytes)).filter(
    ([, value]) => value !== null && value.toString() !== '',
  )
  const embedded = said.length === 0 ? '' : JSON.stringify(Object.fromEntries(said))
  const turned = header.orientation >= 5
  return {
    id: idOf(sha256),
    sha256,
    width: turned ? header.height : header.width,
    height: turned ? header.width : header.height,
    bytes: bytes.length,
    format: header.format,
    phash: perceptualHash(master),
    ...colorsOf(within(master, COLOR_SIDE)),
    silhouette: silhouetteOf(master),
    embedded,
  }
}

function within(raster: Raster, side: number): Raster {
  const share = side / Math.max(raster.width, raster.height)
  if (share >= 1) return raster
  const sized = (length: number): number => Math.max(1, Math.round(length * share))
  return resample(raster, sized(raster.width), sized(raster.height), 'area')
}

function tooLarge({ bytes }: PictureInput, name: string): string {
  try {
    readHeader(bytes, { name })
    return `"${name}" is too large.`
  } catch (error) {
    return sentenceOf(error)
  }
}

const sentenceOf = (error: unknown): string => (error as Error).message.trim().replace(/\s*\n\s*/g, ' ')

function damaged(name: string, { format }: Header, error: Error): string {
  if (error instanceof ImageError) return sentenceOf(error)
  return `"${name}" is a damaged ${format.toUpperCase()} (${sentenceOf(error)}): use another copy of it.`
}
