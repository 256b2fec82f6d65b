/**
 * A pattern as a vector drawing: filled curves around values of the picture, found on a grid by marching squares and made
 * into few cubic curves. It is as sharp at every size, plotters and cutters take it, and it has as many colours as were
 * asked for.
 *
 * Transparency is a mask of levels over the whole drawing, since layers that shine through each other would give
 * other colours.
 */
import { oklabToSrgb, type Color, type Raster } from '@reverie/image'
import { clusterColors, colorPoints } from './color-clusters.ts'
import { contourGrid, type ContourGrid, type RenderGrid } from './contour-grid.ts'
import { colorLayers, labPlanes, levelLayers, type Layers } from './contour-layers.ts'
import { layerPath } from './contour-paths.ts'
import { exactOklab, hexOf } from './exact-oklab.ts'
import { outputsOf, type Coloring, type PatternScene } from './scene.ts'

/** How to draw contours. */
export interface ContourOptions {
  /** Colours, and levels of transparency: 2 to 64. A `palette` has its own number of colours. */
  readonly levels: number
  /** The grid has a million pixels, which take a second: it may be rendered elsewhere. */
  readonly render: RenderGrid
}

/** The drawing as SVG, as large as the picture. */
export async function contourDrawing(scene: PatternScene, { levels, render }: ContourOptions): Promise<string> {
  const { width, height, coloring } = scene
  const grid = await contourGrid(scene, levels, render)
  const paths = ({ layers }: Layers): string[] => {
    const all: string[] = []
    for (const layer of layers) all.push(...layerPath(layer, grid, [width, height]))
    return all
  }
  const colors = grid.byOutputs ? outputLayers(grid, coloring, levels) : pictureLayers(grid, levels)
  const alpha = alphaOf(grid, coloring)
  const mask = alpha === undefined ? undefined : levelLayers(alpha, levels, greyOf)
  const size = `width="${width}" height="${height}"`
  const ground = (color: string): string => `<rect ${size} fill="${color}"/>`
  const body = [ground(colors.ground), ...paths(colors)]
  const maskHead = `<mask id="opacity" maskUnits="userSpaceOnUse" x="0" y="0" ${size}>`
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" fill-rule="evenodd">`,
    ...(mask === undefined
      ? body
      : [maskHead, ground(mask.ground), ...paths(mask), '</mask>', '<g mask="url(#opacity)">', ...body, '</g>']),
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

function pictureLayers({ values, leaps }: ContourGrid, levels: number): Layers {
  // Grey is one number, and its levels are colours already.
  if (values.channels < 3 && !leaps) return levelLayers(plane(values, 0), levels, greyOf)
  const clusters = clusterColors(colorPoints(values, false), levels)
  const colors = clusters.map(({ mean }) => ({ lab: mean, hex: hexOf(oklabToSrgb(mean)) }))
  return colorLayers(labPlanes(values), values.width, colors)
}

function outputLayers({ values }: ContourGrid, { mode, colors }: Coloring, levels: number): Layers {
  const list = colorsOf(colors ?? new Float32Array(0))
  if (mode === 'gradient') return levelLayers(plane(values, 0), levels, (value) => mixed(list, value))
  const labs = list.map((color) => ({ lab: exactOklab(...color), hex: hexOf(color) }))
  labs.sort((one, other) => one.lab[0] - other.lab[0])
  return colorLayers(labPlanes(values), values.width, labs)
}

/** What is opaque, 0 to 1, or undefined where all is. */
function alphaOf({ values, byOutputs }: ContourGrid, { mode, alpha }: Coloring): Float32Array | undefined {
  if (alpha === 'off') return undefined
  if (!byOutputs) return plane(values, values.channels - 1)
  const output = plane(values, outputsOf[mode].alpha)
  return alpha === 'full' ? output : output.map((value) => 0.25 + 0.75 * (1 - Math.abs(2 * value - 1)))
}

function plane({ data, channels }: Raster, channel: number): Float32Array {
  return Float32Array.from({ length: data.length / channels }, (_, at) =>
    Math.min(1, Math.max(0, data[at * channels + channel]!)),
  )
}

function colorsOf(numbers: Float32Array): Color[] {
  return Array.from({ length: numbers.length / 3 }, (_, at) => [
    numbers[3 * at]!,
    numbers[3 * at + 1]!,
    numbers[3 * at + 2]!,
  ])
}

function greyOf(value: number): string {
  return hexOf([value, value, value])
}

/** A place on a gradient of equally spaced colours, mixed in OKLab. */
function mixed(colors: readonly Color[], value: number): string {
  const place = Math.min(1, Math.max(0, value)) * (colors.length - 1)
  const low = Math.min(colors.length - 2, Math.floor(place))
  const share = place - low
  const [from, to] = [exactOklab(...colors[low]!), exactOklab(...colors[low + 1]!)]
  return hexOf(oklabToSrgb(from.map((part, at) => part + (to[at]! - part) * share) as unknown as Color))
}
