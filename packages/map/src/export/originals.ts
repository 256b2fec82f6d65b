/** Originals for the closest look: the file itself where a browser can show it, a pyramid of tiles where it is large. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import sharp from 'sharp'
import { readImage } from '@reverie/image/node'
import type { Piece } from '@reverie/collection'
import type { OriginalFile } from '../format/paths.ts'

/** What browsers show as it is, and the ending of its file. */
const shown: Readonly<Record<string, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp', avif: 'avif', gif: 'gif' }
/** Pixels of a side from which a picture is cut into tiles. */
const large = 4096
const tile = 510

/** The files of an original, by names that begin with `stem`. */
export interface OriginalFiles {
  readonly about: OriginalFile
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

/** @throws Error when the picture cannot be read */
export async function originalFiles(piece: Piece, bytes: Uint8Array, stem: string): Promise<OriginalFiles> {
  if (Math.max(piece.width, piece.height) > large) return tiles(bytes, stem)
  const ending = shown[piece.format]
  if (ending !== undefined) return { about: { format: ending }, files: [{ path: `${stem}.${ending}`, bytes }] }
  const { raster } = await readImage(bytes)
  const webp = await sharp(Buffer.from(raster.data.buffer), {
    raw: { width: raster.width, height: raster.height, channels: raster.channels as 3 | 4 },
  })
    .webp({ quality: 90 })
    .toBuffer()
  return { about: { format: 'webp' }, files: [{ path: `${stem}.webp`, bytes: webp }] }
}

/** Deep Zoom: levels of half the size each, in tiles that overlap by one pixel; libvips makes them a band at a time. */
async function tiles(bytes: Uint8Array, stem: string): Promise<OriginalFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-tiles-'))
  try {
    await sharp(bytes, { limitInputPixels: false })
      .autoOrient()
      .toColourspace('srgb')
      .webp({ quality: 88 })
      .tile({ size: tile, overlap: 1, layout: 'dz' })
      .toFile(join(folder, 'tiles.dz'))
    const names = await readdir(join(folder, 'tiles_files'), { recursive: true })
    const files: { path: string; bytes: Uint8Array }[] = []
    for (const name of names.filter((each) => each.endsWith('.webp')))
      files.push({
        path: `${stem}_files/${name.replaceAll(sep, '/')}`,
        bytes: await readFile(join(folder, 'tiles_files', name)),
      })
    return { about: { format: 'webp', tile }, files }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
