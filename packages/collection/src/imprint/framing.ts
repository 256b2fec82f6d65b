/**
 * How a picture is shown to a network: what is visible of it, whole, on a neutral ground, in the middle of the network's
 * rectangle with a small margin. The aspect is kept and the rest is ground: stretching was no better where it was tried,
 * and a square cut out of the middle loses the ends of long pieces.
 */
import { alphaOf, crop, fromPlanar, resample, toPlanar, type Raster } from '@reverie/image'
import type { InputConvention } from '@reverie/models'
import { onGround } from '../measure/ground.ts'
import type { Silhouette } from '../piece.ts'

/** Mid-grey: black and white pieces stand out from it alike. White lost 0.5 % of precision, see docs/guide/collections.md. */
const GROUND = 128
/** Share of the rectangle on each side. Convolutions see edges that touch the border badly. */
const MARGIN = 0.03

/** Writes a picture into a network's input. */
export interface Framer {
  /**
   * @param raster any depth and channels; more than 512 pixels only take longer
   * @param silhouette of the same picture
   * @param into [3, height, width] of the input, overwritten
   */
  frame(raster: Raster, silhouette: Silhouette, into: Float32Array): void
}

/** @param input how the network wants its pixels; sizes are those of its rectangle, pixels */
export function createFramer(input: InputConvention, width: number, height: number): Framer {
  // One table of 256 numbers a plane: pixels are bytes.
  const tables = [0, 1, 2].map((plane) => valuesOf(input, plane))
  const order = input.order === 'bgr' ? [2, 1, 0] : [0, 1, 2]
  return {
    frame(raster, silhouette, into) {
      const shown = fitted(visiblePart(raster, silhouette), width, height)
      const left = (width - shown.width) >> 1
      const top = (height - shown.height) >> 1
      for (let plane = 0; plane < 3; plane++) {
        const table = tables[plane] as Float32Array
        const base = plane * width * height
        into.fill(table[GROUND] as number, base, base + width * height)
        let from = order[plane] as number
        for (let y = 0; y < shown.height; y++) {
          let to = base + (top + y) * width + left
          for (let x = 0; x < shown.width; x++, from += 3) into[to++] = table[shown.data[from] as number] as number
        }
      }
    },
  }
}

function valuesOf({ range: [low, high], mean, std }: InputConvention, plane: number): Float32Array {
  return Float32Array.from(
    { length: 256 },
    (_, value) => (low + ((high - low) * value) / 255 - (mean?.[plane] ?? 0)) / (std?.[plane] ?? 1),
  )
}

/** What is not transparent, on the ground, as bytes of red, green and blue. A picture of which nothing shows stays whole. */
function visiblePart(raster: Raster, { box: [left, top, right, bottom] }: Silhouette): Raster {
  const x = Math.min(raster.width - 1, Math.round(left * raster.width))
  const y = Math.min(raster.height - 1, Math.round(top * raster.height))
  const width = Math.max(1, Math.round(right * raster.width) - x)
  const height = Math.max(1, Math.round(bottom * raster.height) - y)
  const whole = right <= left || bottom <= top || (width === raster.width && height === raster.height)
  const part = whole ? raster : crop(raster, x, y, width, height)
  return onGround(bytesOf(part), GROUND)
}

function bytesOf(raster: Raster): Raster {
  if (raster.depth === 8 && raster.channels >= 3) return raster
  return fromPlanar(toPlanar(raster), raster.width, raster.height, alphaOf(raster))
}

/** As large as the rectangle less its margins allows. */
function fitted(raster: Raster, width: number, height: number): Raster {
  const scale = Math.min((width * (1 - 2 * MARGIN)) / raster.width, (height * (1 - 2 * MARGIN)) / raster.height)
  const toWidth = Math.max(1, Math.round(raster.width * scale))
  const toHeight = Math.max(1, Math.round(raster.height * scale))
  return resample(raster, toWidth, toHeight, scale < 1 ? 'area' : 'bicubic')
}
