/**
 * A scene: everything that decides a pattern's pixels, as plain data. Parameters become a scene (`compose.ts`); the
 * exact kernel, the shaders, the contours and the estimates take nothing else, so that all of them draw the same
 * picture.
 */
import type { Raster } from '@reverie/image'
import type { PatternNetwork } from './network.ts'

/**
 * How the plane is folded before the network sees it, last of all: a point is turned, enlarged and moved first.
 *
 * `mirror-x` takes |x|, `mirror-y` |y|, `mirror` both; of a tile they take |sinX| and |sinY|, which keeps it a tile.
 * The others do nothing to the sines and cosines of a tile, and no fold moves the extra picture.
 *
 * `rotation`: the angle around the middle times `order`, at the same distance, so that all sectors see the same and
 * none has a seam. `kaleidoscope`: mirrors at all multiples of 180° / order, so that every point is carried into the
 * wedge from 0 to 180° / order; nothing is stretched. It takes y ← |y| and then, with a = 2ʲ · 180° / order for j
 * from ⌈log₂ order⌉ − 1 down to 0, mirrors points beyond the line at angle a: where s = x · sin a − y · cos a is below 0,
 * x ← x − 2s · sin a and y ← y + 2s · cos a.
 */
export const symmetries = ['none', 'mirror-x', 'mirror-y', 'mirror', 'rotation', 'kaleidoscope'] as const

/** One of {@link symmetries}. */
export type Symmetry = (typeof symmetries)[number]

/**
 * From a pixel to a point of the plane.
 *
 * `centred`: x to the right, y down, pixels taken at their centres (and at the centres of their samples), the shorter
 * side from −range to range, the longer side as much farther as it is longer; then turned by `rotate` degrees,
 * divided by `zoom`, and moved by `panX`, `panY` (in half short sides, thus times range). `netart`: x = row / height
 * − 0.5, y = column / width − 0.5, nothing else.
 */
export interface Plane {
  readonly coordinates: 'centred' | 'netart'
  readonly range: number
  readonly zoom: number
  readonly panX: number
  readonly panY: number
  readonly rotate: number
  readonly symmetry: Symmetry
  /** Of `rotation` and `kaleidoscope`: how many equal sectors, from 2. */
  readonly order: number
  /** Samples a side of each pixel, from 1; averaged in linear light. */
  readonly samples: number
}

/** What outputs mean. `gradient` and `palette` have `colors`; `palette` takes the nearest of them in OKLab. */
export const colorModes = ['bw', 'rgb', 'cmyk', 'hsv', 'hsl', 'oklch', 'gradient', 'palette'] as const

/** One of {@link colorModes}. */
export type ColorMode = (typeof colorModes)[number]

/** From a network's outputs to a colour. */
export interface Coloring {
  readonly mode: ColorMode
  /**
   * `netart`: 0.25 + 0.75 · (1 − |2o − 1|) of the alpha output, as netart-js. `full`: the alpha output itself.
   * The alpha output stands where netart-js has it: 1 (bw), 3 (rgb, hsv, hsl), 4 (cmyk); else behind the colour's.
   */
  readonly alpha: 'off' | 'netart' | 'full'
  /**
   * sRGB, 0 to 1, three numbers a colour: of a `gradient` equally spaced and mixed in OKLab, of a `palette` in any
   * order.
   */
  readonly colors?: Float32Array
}

/**
 * Outputs that a colour mode reads; and where its alpha output stands. netart-js gives hsl two more, which nothing
 * reads.
 */
export const outputsOf = {
  bw: { colors: 1, alpha: 1, netart: 2 },
  rgb: { colors: 3, alpha: 3, netart: 4 },
  cmyk: { colors: 4, alpha: 4, netart: 5 },
  hsv: { colors: 3, alpha: 3, netart: 4 },
  hsl: { colors: 3, alpha: 3, netart: 6 },
  oklch: { colors: 3, alpha: 3, netart: 4 },
  gradient: { colors: 1, alpha: 1, netart: 2 },
  palette: { colors: 3, alpha: 3, netart: 4 },
} as const satisfies Record<ColorMode, { colors: number; alpha: number; netart: number }>

/** A whole picture as numbers. */
export interface PatternScene {
  readonly width: number
  readonly height: number
  readonly network: PatternNetwork
  /** Values of `z0`, `z1`, … */
  readonly latents: readonly number[]
  readonly plane: Plane
  readonly coloring: Coloring
  /** What `red`, `green` and `blue` read, stretched over the picture and sampled linearly; 8-bit, 3 channels. */
  readonly picture?: Raster
}
