/**
 * What an exported map consists of, `map.json` beside its page. All paths are relative to it; the data of one export lie in a
 * folder named for their content, so that a browser never mixes what it kept with what is new.
 */
import type { MapLayout } from '@reverie/collection'
import type { OriginalFile } from './paths.ts'

/** The version of the format that this code writes and reads. */
export const mapFormat = 1

/** `map.json`. */
export interface MapManifest {
  readonly format: number
  readonly name: string
  readonly count: number
  /** In the order in which they are offered; their positions are files of their own. */
  readonly layouts: readonly Omit<MapLayout, 'positions'>[]
  readonly atlas: AtlasShape
  /** The folder of the data. */
  readonly data: string
  /** Originals that lie in the folder, by row; absent when none were exported. */
  readonly originals?: readonly (OriginalFile | null)[]
}

/** Sprites in square cells, row by row, atlas by atlas. */
export interface AtlasShape {
  /** Pixels of a cell; a sprite's longer side fills it, from its upper left corner. A power of two. */
  readonly cell: number
  /** Pixels of an atlas. A power of two. */
  readonly side: number
  readonly count: number
}

/** Most pixels of an atlas: what every WebGL 2 can hold. */
const largest = 2048

/** Small collections have larger sprites: what stands in a graphics card's memory stays below 300 MB at 65,536 pictures. */
export function atlasShape(pieces: number): AtlasShape {
  const cell = pieces <= 8192 ? 64 : pieces <= 65_536 ? 32 : 16
  const needed = cell * Math.ceil(Math.sqrt(Math.max(1, pieces)))
  const side = Math.min(largest, 2 ** Math.ceil(Math.log2(needed)))
  return { cell, side, count: Math.max(1, Math.ceil(pieces / (side / cell) ** 2)) }
}
