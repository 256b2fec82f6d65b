/** Between rasters and planes: what is dreamed are the colours; alpha is put aside and given back. */
import { alphaOf, fromPlanar, resample, toPlanar, type Raster } from '@reverie/image'
import type { InputPicture } from '../instrument.ts'
import { fit, type Size } from './octaves.ts'
import { resizeLinear, type Planes } from './planes.ts'

/** A raster's colours as planes. Grey becomes three equal planes. */
export function planesOf(raster: Raster): Planes {
  return { width: raster.width, height: raster.height, channels: 3, data: toPlanar(raster) }
}

/** Planes as an 8-bit raster, with the alpha of `original` where it has any. */
export function rasterOf(planes: Planes, original?: Raster): Raster {
  return fromPlanar(planes.data, planes.width, planes.height, original && alphaOf(original))
}

/** The raster made smaller (by area) until its longer side is at most `maxSide`; the same raster when it fits. */
export function shrinkTo(raster: Raster, maxSide: number | undefined): Raster {
  return resizeTo(raster, fit(raster, maxSide))
}

/** The raster at a size, by area where it shrinks. The same raster when it has that size. */
export function resizeTo(raster: Raster, { width, height }: Size): Raster {
  if (raster.width === width && raster.height === height) return raster
  return resample(raster, width, height, width * height < raster.width * raster.height ? 'area' : 'bicubic')
}

/**
 * A mask as one plane of a size, 0 to 1: white lets the dream through, black keeps the picture, grey is in between.
 * A mask with alpha counts as its grey times its alpha.
 */
export function maskOf(mask: InputPicture, size: Size): Planes {
  const shrunk = mask.raster.width * mask.raster.height > size.width * size.height
  const raster = shrunk ? resizeTo(mask.raster, size) : mask.raster
  const { width, height } = raster
  const plane = width * height
  const planar = toPlanar(raster)
  const alpha = alphaOf(raster)
  const data = new Float32Array(plane)
  for (let at = 0; at < plane; at++) {
    // Plain means, not luma: a mask is grey, and then both are the same.
    const grey = (planar[at]! + planar[at + plane]! + planar[at + 2 * plane]!) / 3 / 255
    data[at] = alpha === undefined ? grey : (grey * alpha[at]!) / 255
  }
  return resizeLinear({ width, height, channels: 1, data }, size.width, size.height)
}

/** Longest side of a preview, in pixels: enough for a screen, cheap to make after every step. */
const PREVIEW_SIDE = 1024

/** A quick 8-bit copy of the picture as it is, every n-th pixel where it is large. */
export function previewOf({ width, height, data }: Planes): Raster {
  const every = Math.ceil(Math.max(width, height) / PREVIEW_SIDE)
  const columns = Math.ceil(width / every)
  const rows = Math.ceil(height / every)
  const pixels = new Uint8ClampedArray(columns * rows * 3)
  const size = width * height
  let to = 0
  for (let y = 0; y < height; y += every) {
    for (let at = y * width; at < (y + 1) * width; at += every) {
      pixels[to] = data[at]!
      pixels[to + 1] = data[at + size]!
      pixels[to + 2] = data[at + 2 * size]!
      to += 3
    }
  }
  return { width: columns, height: rows, channels: 3, depth: 8, data: pixels }
}
