/**
 * Laying sprites on a band of the canvas. Upright sprites are copied pixel by pixel, so that they stay as crisp as they
 * were made; turned ones, and those that move, are read by cubic convolution (Keys 1981, a = −0.5). Only sums, products
 * and comparisons of doubles, the same everywhere, but for the sine and cosine of an angle.
 */
import type { Sprite } from './sprite.ts'

/** Rows of a canvas, colours multiplied by alpha, 0 to 255. */
export interface PaintBand {
  readonly width: number
  readonly height: number
  /** The canvas's row that is the band's first. */
  readonly top: number
  /** [height, width, 4] */
  readonly data: Float32Array
}

/** Where a sprite goes. */
export interface Put {
  /** Of the anchor, in pixels of the canvas. */
  readonly x: number
  readonly y: number
  /** Drawn size, before it is turned. */
  readonly width: number
  readonly height: number
  readonly anchor: readonly [u: number, v: number]
  /** Degrees, clockwise. */
  readonly angle: number
}

/** What of a pixel is drawn, 0 to 1, by the place of its middle on the canvas. */
export type Clip = (x: number, y: number) => number

/** A rectangle on the canvas, in whole pixels; right and bottom are beyond it. */
export interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The rectangle that what is put somewhere stays in. */
export function extentOf({ x, y, width, height, anchor, angle }: Put): Extent {
  const turn = (angle * Math.PI) / 180
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const corners = [0, 1, 2, 3].map((corner) => {
    const dx = ((corner & 1) - anchor[0]) * width
    const dy = ((corner >> 1) - anchor[1]) * height
    return [x + dx * cos - dy * sin, y + dx * sin + dy * cos] as const
  })
  const across = corners.map(([at]) => at)
  const down = corners.map(([, at]) => at)
  return {
    left: Math.floor(Math.min(...across)) - 1,
    top: Math.floor(Math.min(...down)) - 1,
    right: Math.ceil(Math.max(...across)) + 1,
    bottom: Math.ceil(Math.max(...down)) + 1,
  }
}

/** Lays a sprite on a band. @param still whether it may be moved by less than a pixel so that it is copied as it is */
export function paint(band: PaintBand, sprite: Sprite, put: Put, still: boolean, clip?: Clip): void {
  const upright = put.angle % 360 === 0
  if (upright && still && sprite.width === Math.round(put.width) && sprite.height === Math.round(put.height))
    copy(band, sprite, put, clip)
  else sample(band, sprite, put, clip)
}

function copy(band: PaintBand, sprite: Sprite, { x, y, width, height, anchor }: Put, clip: Clip | undefined): void {
  const left = Math.round(x - anchor[0] * width)
  const top = Math.round(y - anchor[1] * height)
  const from = Math.max(0, band.top - top)
  const to = Math.min(sprite.height, band.top + band.height - top)
  const first = Math.max(0, -left)
  const last = Math.min(sprite.width, band.width - left)
  for (let row = from; row < to; row++) {
    let at = ((top + row - band.top) * band.width + left + first) * 4
    let source = (row * sprite.width + first) * 4
    for (let column = first; column < last; column++, at += 4, source += 4) {
      const shown = clip === undefined ? 1 : clip(left + column + 0.5, top + row + 0.5)
      const alpha = sprite.data[source + 3]! * shown
      if (alpha > 0)
        lay(
          band.data,
          at,
          sprite.data[source]! * shown,
          sprite.data[source + 1]! * shown,
          sprite.data[source + 2]! * shown,
          alpha,
        )
    }
  }
}

/** Colours multiplied by alpha over what is there (Porter and Duff 1984). */
function lay(data: Float32Array, at: number, red: number, green: number, blue: number, alpha: number): void {
  const rest = 1 - alpha / 255
  data[at] = red + data[at]! * rest
  data[at + 1] = green + data[at + 1]! * rest
  data[at + 2] = blue + data[at + 2]! * rest
  data[at + 3] = alpha + data[at + 3]! * rest
}

/** Positions between two pixels at which weights are known. */
const PHASES = 256
/** [PHASES + 1, 4] */
const cubic = Float64Array.from({ length: (PHASES + 1) * 4 }, (_, at) => {
  const distance = Math.abs(Math.floor(at / 4) / PHASES + 1 - (at % 4))
  if (distance < 1) return 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1
  return distance < 2 ? -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4 * distance + 2 : 0
})

function sample(band: PaintBand, sprite: Sprite, put: Put, clip: Clip | undefined): void {
  const { x, y, width, height, anchor, angle } = put
  const extent = extentOf(put)
  const turn = (angle * Math.PI) / 180
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const acrossScale = sprite.width / width
  const downScale = sprite.height / height
  const from = Math.max(extent.top, band.top)
  const to = Math.min(extent.bottom, band.top + band.height)
  const left = Math.max(extent.left, 0)
  const right = Math.min(extent.right, band.width)
  const color = new Float64Array(4)
  for (let row = from; row < to; row++) {
    const dy = row + 0.5 - y
    for (let column = left; column < right; column++) {
      const dx = column + 0.5 - x
      const u = (dx * cos + dy * sin) * acrossScale + anchor[0] * sprite.width - 0.5
      const v = (dy * cos - dx * sin) * downScale + anchor[1] * sprite.height - 0.5
      if (u <= -2 || v <= -2 || u >= sprite.width + 1 || v >= sprite.height + 1) continue
      read(sprite, u, v, color)
      const shown = clip === undefined ? 1 : clip(column + 0.5, row + 0.5)
      // The kernel overshoots a little: colours stay within alpha, and alpha within its range.
      const alpha = Math.min(255, color[3]!)
      if (alpha * shown < 0.5) continue
      lay(
        band.data,
        ((row - band.top) * band.width + column) * 4,
        Math.max(0, Math.min(alpha, color[0]!)) * shown,
        Math.max(0, Math.min(alpha, color[1]!)) * shown,
        Math.max(0, Math.min(alpha, color[2]!)) * shown,
        alpha * shown,
      )
    }
  }
}

/** Sixteen pixels by their weights, colours multiplied by alpha. Beyond the sprite's sides there is nothing. */
function read({ width, height, data }: Sprite, u: number, v: number, color: Float64Array): void {
  const column = Math.floor(u)
  const row = Math.floor(v)
  const across = Math.floor((u - column) * PHASES) * 4
  const down = Math.floor((v - row) * PHASES) * 4
  const first = Math.max(0, 1 - column)
  const last = Math.min(3, width - column)
  const end = Math.min(3, height - row)
  let red = 0
  let green = 0
  let blue = 0
  let alpha = 0
  for (let j = Math.max(0, 1 - row); j <= end; j++) {
    const rowWeight = cubic[down + j]!
    let at = ((row - 1 + j) * width + column - 1 + first) * 4
    for (let i = first; i <= last; i++, at += 4) {
      const opacity = data[at + 3]!
      // Most of a drawing's rectangle is empty.
      if (opacity === 0) continue
      const weight = rowWeight * cubic[across + i]!
      red += weight * data[at]!
      green += weight * data[at + 1]!
      blue += weight * data[at + 2]!
      alpha += weight * opacity
    }
  }
  color[0] = red
  color[1] = green
  color[2] = blue
  color[3] = alpha
}

/**
 * Lays a soft shadow on a band: black, of a sprite's alpha alone, which is read linearly, since it has no detail.
 * @param alpha [height, width], 0 to 255
 */
export function paintShadow(
  band: PaintBand,
  {
    width: wide,
    height: high,
    alpha,
  }: { readonly width: number; readonly height: number; readonly alpha: Uint8Array },
  put: Put,
): void {
  const { x, y, width, height, anchor, angle } = put
  const extent = extentOf(put)
  const turn = (angle * Math.PI) / 180
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const to = Math.min(extent.bottom, band.top + band.height)
  const right = Math.min(extent.right, band.width)
  for (let row = Math.max(extent.top, band.top); row < to; row++) {
    const dy = row + 0.5 - y
    for (let column = Math.max(extent.left, 0); column < right; column++) {
      const dx = column + 0.5 - x
      const u = ((dx * cos + dy * sin) / width + anchor[0]) * wide - 0.5
      const v = ((dy * cos - dx * sin) / height + anchor[1]) * high - 0.5
      if (!(u >= 0 && v >= 0 && u < wide - 1 && v < high - 1)) continue
      const left = Math.floor(u)
      const top = Math.floor(v)
      const at = top * wide + left
      const shareX = u - left
      const shareY = v - top
      const upper = alpha[at]! + shareX * (alpha[at + 1]! - alpha[at]!)
      const lower = alpha[at + wide]! + shareX * (alpha[at + wide + 1]! - alpha[at + wide]!)
      const dark = upper + shareY * (lower - upper)
      if (dark >= 0.5) lay(band.data, ((row - band.top) * band.width + column) * 4, 0, 0, 0, dark)
    }
  }
}
