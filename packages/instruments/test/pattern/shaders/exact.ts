/** Pictures of the exact kernel, and how far others are from them. */
import { rasterOf } from '../../../src/pattern/kernel/kernel.ts'
import type { PatternScene } from '../../../src/pattern/scene.ts'

/** The exact picture as RGBA, from the top. */
export function exactPixels(scene: PatternScene): Uint8Array {
  const { data, channels, width, height } = rasterOf(scene, 8)
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = (channel: number): number => data[pixel * channels + channel]!
    rgba.set(channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)], pixel * 4)
    if (channels % 2 === 0) rgba[pixel * 4 + 3] = at(channels - 1)
  }
  return rgba
}

/**
 * Largest difference of each pixel's channels, the largest first.
 * @param premultiplied whether the colours drawn are multiplied by their alpha
 */
export function differences(drawn: Uint8Array, wanted: Uint8Array, premultiplied = false): number[] {
  const pixels = Array.from({ length: wanted.length / 4 }, (_, pixel) => {
    const alpha = premultiplied ? wanted[pixel * 4 + 3]! / 255 : 1
    return Math.max(
      ...[0, 1, 2, 3].map((channel) => {
        const value = wanted[pixel * 4 + channel]! * (channel < 3 ? alpha : 1)
        return Math.abs(drawn[pixel * 4 + channel]! - value)
      }),
    )
  })
  return pixels.toSorted((left, right) => right - left)
}

/** Largest difference of any pixel. */
export const farthest = (drawn: Uint8Array, scene: PatternScene): number =>
  differences(drawn, exactPixels(scene))[0]!
