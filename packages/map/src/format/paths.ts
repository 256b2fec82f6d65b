/** Names of the files of an exported map, relative to its data folder or its root. */

/** Pieces whose details share a file. */
export const detailsShard = 256

/** Sides of the thumbnails that are exported. */
export const thumbnailSides = [128, 256, 512] as const

/** A side of an exported thumbnail, pixels. */
export type PictureSide = (typeof thumbnailSides)[number]

/** An original that was exported. */
export interface OriginalFile {
  /** The ending of the file, or of the tiles. */
  readonly format: string
  /** Pixels of a tile's side where the picture is cut into tiles. */
  readonly tile?: number
}

/** At the root; written last. */
export const manifestFile = 'map.json'
/** In the data folder. */
export const catalogueFile = 'pieces.json.gz'
/** In the data folder: uint16 pairs, little endian; 65535 is 1. */
export const positionsFile = (kind: string): string => `layouts/${kind}.u16.gz`
/** In the data folder. */
export const atlasFile = (index: number): string => `atlases/${index}.webp`
/** In the data folder. */
export const detailsFile = (row: number): string => `details/${Math.floor(row / detailsShard)}.json.gz`
/** At the root, since thumbnails of an id never change. */
export const thumbnailFile = (id: string, side: PictureSide): string =>
  `thumbnails/${side}/${id.slice(0, 2)}/${id}.webp`
/** At the root; without an ending. */
export const originalFile = (id: string): string => `originals/${id.slice(0, 2)}/${id}`

/** Positions for a file: 16 bits are 1/250 of a grid's cell at 65,536 pictures. */
export function encodePositions(positions: Float32Array): Uint8Array {
  const numbers = Uint16Array.from(positions, (value) => Math.round(Math.min(1, Math.max(0, value)) * 65_535))
  const bytes = new Uint8Array(numbers.length * 2)
  const view = new DataView(bytes.buffer)
  numbers.forEach((value, at) => view.setUint16(2 * at, value, true))
  return bytes
}

/** Positions from a file. */
export function decodePositions(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from({ length: bytes.length / 2 }, (_, at) => view.getUint16(2 * at, true) / 65_535)
}
