import type { Raster } from '@reverie/image'
import type { Recipe } from '@reverie/recipe'

/** A frame of a moving gradient; every frame differs from every other. */
export function frameAt(
  index: number,
  { width = 48, height = 32, channels = 3 }: { width?: number; height?: number; channels?: 3 | 4 } = {},
): Raster {
  const data = new Uint8Array(width * height * channels)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) {
      data[at] = (x * 5 + index * 12) % 256
      data[at + 1] = (y * 7 + index * 5) % 256
      data[at + 2] = 128
      if (channels === 4) data[at + 3] = x < width / 2 ? 255 : 0
    }
  }
  return { width, height, channels, depth: 8, data }
}

/** A clip of such frames. */
export async function* clip(
  count: number,
  form?: Parameters<typeof frameAt>[1],
): AsyncGenerator<Raster, void, void> {
  for (let index = 0; index < count; index++) yield frameAt(index, form)
}

/** All frames of a film. */
export async function collect(frames: AsyncIterable<Raster>): Promise<Raster[]> {
  const all: Raster[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

/** A recipe with characters that containers have to escape. */
export const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'dream', version: 1 },
  parameters: { note: 'a = b; # "c" \\ <d> & \n é 夢', layers: { mixed3: 1 } },
  seed: 7,
  inputs: {},
  models: [],
  output: { kind: 'film', format: 'webp', width: 48, height: 32, frames: 5, fps: 12 },
  environment: {},
}
