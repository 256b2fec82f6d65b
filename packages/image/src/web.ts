/** Pictures in the browser: bytes to rasters and back, in pages and workers. */
import { createWebDecoder } from './decode-web.ts'
import { createWebEncoder } from './encode-web.ts'
import { createReader } from './read.ts'
import { createVipsLoader } from './vips-web.ts'
import { createWriter } from './write.ts'

const loadVips = createVipsLoader()

/**
 * Reads a whole picture file: PNG, JPEG, WebP, AVIF, TIFF or GIF of any kind, upright and in sRGB, to the same raster as
 * in Node (`decode-web.ts` says how near).
 * @throws ImageError when it is not a picture, damaged, or of more pixels than `maxPixels`
 */
export const readImage = createReader(createWebDecoder(loadVips))

/**
 * Writes a raster as a file's bytes, with the recipe in it and no other metadata.
 * @throws ImageError when the format or quality is unknown or the browser cannot write it
 */
export const writeImage = createWriter(createWebEncoder(loadVips))
