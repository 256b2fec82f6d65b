/** Writes a raster in the page in every format: `{ format: bytes }`. */
import type { Raster, WriteOptions } from '@reverie/image'
import { writeImage } from '@reverie/image/web'

export default async function write(requests: { raster: Raster; options: WriteOptions }[]): Promise<Uint8Array[]> {
  const files: Uint8Array[] = []
  for (const { raster, options } of requests) files.push(await writeImage(raster, options))
  return files
}
