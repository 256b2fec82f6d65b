import { alphaOf, resamplePlanar, type Raster } from '@reverie/image'
import type { Silhouette } from '../piece.ts'

/** Side of the mask. */
const maskSide = 32
/** Below this alpha (of 255) a pixel counts as empty: soft shadows end somewhere. */
const EMPTY = 8

/** How a picture fills its rectangle. */
export function silhouetteOf(raster: Raster): Silhouette {
  const { width, height } = raster
  const alpha = raster.channels === 4 ? alphaOf(raster) : undefined
  if (alpha === undefined)
    return { coverage: 1, box: [0, 0, 1, 1], mask: new Uint8Array(maskSide * maskSide).fill(255) }
  let [left, top, right, bottom, sum] = [width, height, 0, 0, 0]
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const value = alpha[at] as number
      sum += value
      if (value < EMPTY) continue
      if (x < left) left = x
      if (x >= right) right = x + 1
      if (y < top) top = y
      bottom = y + 1
    }
  const mask = resamplePlanar(Float32Array.from(alpha), 1, width, height, maskSide, maskSide, 'area')
  return {
    coverage: sum / (255 * width * height),
    box: right === 0 ? [0, 0, 0, 0] : [left / width, top / height, right / width, bottom / height],
    mask: Uint8Array.from(mask, (value) => Math.min(255, Math.floor(value + 0.5))),
  }
}
