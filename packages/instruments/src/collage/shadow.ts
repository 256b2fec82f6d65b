/**
 * Soft shadows, as cut paper throws them: a sprite's alpha, blurred, a little below it. A shadow has no fine detail, so it
 * is made small and read large.
 */
import type { Put } from './paint.ts'
import type { Sprite } from './sprite.ts'

/** Longer side of a shadow without its rim, in its own pixels. */
const SIDE = 56
/** The rim for what is blurred beyond the sprite, and half the width of the blur, in the shadow's own pixels. */
const RIM = 6
const BLUR = 2
/** How far below the sprite it falls, as a share of the sprite's longer side. */
const FALL = 0.018

/** How dark a shadow is, pixel by pixel. */
export interface Shadow {
  readonly width: number
  readonly height: number
  /** [height, width], 0 to 255 */
  readonly alpha: Uint8Array
}

/** A sprite's shadow, of the sprite's proportions and a rim. @param darkness 0 to 1 */
export function shadowOf(sprite: Sprite, darkness: number): Shadow {
  const scale = SIDE / Math.max(sprite.width, sprite.height)
  const inner = {
    width: Math.max(1, Math.round(sprite.width * scale)),
    height: Math.max(1, Math.round(sprite.height * scale)),
  }
  const width = inner.width + 2 * RIM
  const height = inner.height + 2 * RIM
  let alpha: Float32Array = new Float32Array(width * height)
  const counts = new Float32Array(width * height)
  for (let y = 0; y < sprite.height; y++) {
    const row = RIM + Math.min(inner.height - 1, Math.floor((y * inner.height) / sprite.height))
    for (let x = 0; x < sprite.width; x++) {
      const at = row * width + RIM + Math.min(inner.width - 1, Math.floor((x * inner.width) / sprite.width))
      alpha[at]! += sprite.data[(y * sprite.width + x) * 4 + 3]!
      counts[at]!++
    }
  }
  for (let at = 0; at < alpha.length; at++) if (counts[at]! > 1) alpha[at]! /= counts[at]!
  // Three boxes are almost a Gaussian.
  for (let pass = 0; pass < 3; pass++) alpha = boxed(boxed(alpha, width, height, 1), width, height, width)
  return { width, height, alpha: Uint8Array.from(alpha, (value) => Math.round(value * darkness)) }
}

/** Where a sprite's shadow goes. */
export function shadowPut(put: Put, sprite: Pick<Sprite, 'width' | 'height'>): Put {
  const scale = SIDE / Math.max(sprite.width, sprite.height)
  const across = Math.max(1, Math.round(sprite.width * scale))
  const down = Math.max(1, Math.round(sprite.height * scale))
  const width = (put.width * (across + 2 * RIM)) / across
  const height = (put.height * (down + 2 * RIM)) / down
  return {
    x: put.x + FALL * 0.4 * Math.max(put.width, put.height),
    y: put.y + FALL * Math.max(put.width, put.height),
    width,
    height,
    anchor: [(put.anchor[0] * across + RIM) / (across + 2 * RIM), (put.anchor[1] * down + RIM) / (down + 2 * RIM)],
    angle: put.angle,
  }
}

/** The mean of 2 · BLUR + 1 values along one direction. */
function boxed(values: Float32Array, width: number, height: number, step: number): Float32Array {
  const result = new Float32Array(values.length)
  const along = step === 1 ? width : height
  for (let at = 0; at < values.length; at++) {
    const place = step === 1 ? at % width : Math.floor(at / width)
    let sum = 0
    for (let off = -BLUR; off <= BLUR; off++) {
      if (place + off >= 0 && place + off < along) sum += values[at + off * step]!
    }
    result[at] = sum / (2 * BLUR + 1)
  }
  return result
}
