/** Draws the atlases of sprites: each thumbnail scaled to its cell, with its alpha, in WebP. */
import type { Collection, Piece } from '@reverie/collection'
import sharp, { type OutputInfo } from 'sharp'
import type { AtlasShape } from '../format/manifest.ts'

/** Thumbnails that are read and scaled at once. */
const atOnce = 8

/**
 * One atlas.
 * @param onSprite is told of each sprite.
 * @returns WebP with straight alpha.
 */
export async function drawAtlas(
  collection: Collection,
  pieces: readonly Piece[],
  { cell, side }: AtlasShape,
  index: number,
  signal: AbortSignal,
  onSprite: () => void,
): Promise<Uint8Array> {
  const perRow = side / cell
  const first = index * perRow ** 2
  const here = pieces.slice(first, first + perRow ** 2)
  const atlas = Buffer.alloc(4 * side * side)
  for (let from = 0; from < here.length; from += atOnce) {
    signal.throwIfAborted()
    await Promise.all(
      here.slice(from, from + atOnce).map(async (piece, at) => {
        const { data, info } = await sprite(await collection.thumbnail(piece.id, 64), piece, cell)
        const left = ((from + at) % perRow) * cell
        const top = Math.floor((from + at) / perRow) * cell
        for (let row = 0; row < info.height; row++)
          data.copy(atlas, 4 * ((top + row) * side + left), 4 * row * info.width, 4 * (row + 1) * info.width)
        onSprite()
      }),
    )
  }
  return sharp(atlas, { raw: { width: side, height: side, channels: 4 } })
    .webp({ quality: 82, alphaQuality: 90, effort: 3 })
    .toBuffer()
}

/** The longer side fills the cell, whatever size the thumbnail has. */
function sprite(
  thumbnail: Uint8Array,
  { width, height }: Piece,
  cell: number,
): Promise<{ data: Buffer; info: OutputInfo }> {
  const longer = Math.max(width, height, 1)
  return sharp(thumbnail)
    .resize(Math.max(1, Math.round((cell * width) / longer)), Math.max(1, Math.round((cell * height) / longer)), {
      fit: 'fill',
    })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
}
