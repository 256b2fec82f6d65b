/** What is measured of a picture's file in a browser: all that a piece knows but where it is from. */
import { resample, type Raster } from '@reverie/image'
import { colorsOf } from '../measure/colors.ts'
import { perceptualHash } from '../measure/phash.ts'
import { silhouetteOf } from '../measure/silhouette.ts'
import { CollectionError } from '../error.ts'
import { readEmbedded } from '../metadata/embedded.ts'
import { mergeMetadata, type Metadata } from '../metadata/metadata.ts'
import type { Piece } from '../piece.ts'
import { decodeInBrowser } from './decode.ts'
import { thumbnailsInBrowser } from './thumbnails.ts'

/** The measures of a piece. */
type Measures = Pick<Piece, 'width' | 'height' | 'format' | 'phash' | 'colors' | 'palette' | 'silhouette'>

/** A measured picture. */
export interface Measured {
  readonly measures: Measures
  /** What the file says of itself. */
  readonly said: Required<Metadata>
  /** The picture at 512 pixels at most: what its imprint is made of. */
  readonly master: Raster
  /** WebP by size, in the order of `thumbnailSides`. */
  readonly thumbnails: readonly Uint8Array[]
}

/** Colours are measured at so many pixels a side. */
const colorSide = 64
/** Nothing is perceived in pictures whose longer side is shorter. */
const leastSide = 8

/**
 * Measures a picture. Works in pages and workers; take a worker, since it keeps a core busy.
 * @throws ImageError or CollectionError with what is wrong with the file
 */
export async function measureInBrowser(bytes: Uint8Array, name: string): Promise<Measured> {
  const { master, ...facts } = await decodeInBrowser(bytes, name)
  const { width, height } = facts
  if (Math.max(width, height) < leastSide)
    throw new CollectionError(
      `"${name}" is ${width} × ${height} pixels: from ${leastSide} there is something to see.`,
    )
  const silhouette = silhouetteOf(master)
  if (silhouette.coverage === 0)
    throw new CollectionError(`"${name}" is transparent everywhere: nothing of it shows.`)
  const scale = Math.min(1, colorSide / Math.max(master.width, master.height))
  const size = (length: number) => Math.max(1, Math.round(length * scale))
  const small = scale < 1 ? resample(master, size(master.width), size(master.height), 'area') : master
  return {
    measures: { ...facts, ...colorsOf(small), phash: perceptualHash(master), silhouette },
    said: mergeMetadata([await readEmbedded(bytes)]),
    master,
    thumbnails: await thumbnailsInBrowser(master),
  }
}
