/** What the plain netart draws, as a scene of the exact kernel; and its canvas, as the kernel's raster of it would be. */
import type { Raster } from '@reverie/image'
import type { Netart } from '@reverie/testing'
import { channelsOf } from '../../src/pattern/kernel/pack.ts'
import type { PatternScene } from '../../src/pattern/scene.ts'

export function netartScene({ mode, z, matrices }: Netart, size: number, alpha = false): PatternScene {
  return {
    width: size,
    height: size,
    latents: z,
    network: {
      features: ['x', 'y', 'r', 'z0', 'z1', 'one'],
      layers: matrices.map(({ n, d, w }, index) => ({
        inputs: d,
        units: n,
        weights: w,
        activations: [index === matrices.length - 1 ? 'sigmoid' : 'tanh'],
      })),
      skips: 'none',
      arithmetic: 'netart',
    },
    plane: {
      coordinates: 'netart',
      range: 0.5,
      zoom: 1,
      panX: 0,
      panY: 0,
      rotate: 0,
      symmetry: 'none',
      order: 2,
      samples: 1,
    },
    coloring: { mode, alpha: alpha ? 'netart' : 'off' },
  }
}

/** The channels of a canvas that a scene has. */
export function asRaster(canvas: Uint8ClampedArray, scene: PatternScene): Raster {
  const { width, height } = scene
  const channels = channelsOf(scene)
  const kept = { 1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3] }[channels]
  const data = new Uint8Array(width * height * channels)
  for (let index = 0; index < data.length; index++) {
    data[index] = canvas[Math.floor(index / channels) * 4 + kept[index % channels]!]!
  }
  return { width, height, channels, depth: 8, data }
}
