/**
 * From what is asked to a scene: which network, folded from the seed or the file and the edits; which part of the
 * plane; which colours. Everything that draws a pattern starts here, so that what is seen, saved and exported is the
 * same.
 */
import type { Raster } from '@reverie/image'
import type { JSONValue } from '@reverie/recipe'
import { InstrumentError } from '../instrument.ts'
import { placeOf, rangeOf } from './coordinates.ts'
import { networkParameters, readEdits, type Stranger } from './edits.ts'
import { foldEdits, type PatternState } from './fold.ts'
import { latentWay } from './loop.ts'
import { drawNetart } from './netart.ts'
import type { Activation, Feature, PatternNetwork } from './network.ts'
import { paletteOf, readPalette } from './palettes.ts'
import { activationChoices, type PatternParameters } from './params.ts'
import { drawNetwork } from './random-network.ts'
import { colorModes, outputsOf, type Coloring, type PatternScene, type Plane } from './scene.ts'
import { streamOf } from './streams.ts'

/** What a pattern is made of. */
export interface PatternParts {
  readonly parameters: PatternParameters
  readonly seed: number
  readonly edits?: readonly JSONValue[]
  /** A network read from a file, in place of one from the seed; the parameters of networks then have no effect. */
  readonly network?: PatternNetwork
  /** The extra picture: 8 bits, 3 channels. */
  readonly picture?: Raster
  /** Colours taken from a picture: sRGB from 0 to 1, three numbers each. A palette that is named goes over them. */
  readonly paletteColors?: Float32Array
  /** Frame of the loop, from 0; absent for a still, which is the first. */
  readonly frame?: number
}

/**
 * The scene of a pattern.
 * @param state from `drawPattern` for the same parts, where only the view, the latents of a frame or the colours
 *   changed: it is the costly step of large networks
 * @throws InstrumentError when the parts do not fit each other
 */
export function composeScene(parts: PatternParts, state: PatternState = drawPattern(parts)): PatternScene {
  const { parameters, seed, picture, frame = 0 } = parts
  const { frames, swing, turns, path } = parameters
  const netart = parameters.compat === 'netart'
  checkOutputs(state.network, parameters)
  checkTile(state.network, parameters)
  const reads = state.network.features.some((feature) => channels.includes(feature))
  if (reads && picture === undefined) {
    throw new InstrumentError(
      'The network reads a picture besides the place, and there is none. Give it one as "image".',
    )
  }
  return {
    width: parameters.width,
    height: netart ? parameters.width : parameters.height,
    network: state.network,
    latents: latentWay(state.latents, { seed, swing, turns, path })(frame / frames),
    plane: netart ? netartPlane : planeOf(parameters),
    coloring: coloringOf(parts),
    ...(reads && picture !== undefined ? { picture } : {}),
  }
}

/**
 * The network of a pattern and its latents, with all edits made.
 * @throws InstrumentError when the parts do not fit each other
 */
export function drawPattern(parts: PatternParts): PatternState {
  const first = firstState(parts)
  const start = (parent: Stranger): PatternState => {
    const { network, ...rest } = parts
    const own = parent.file && network ? { network } : {}
    const parameters = { ...parts.parameters, ...networkParameters.parse(parent.parameters) }
    return firstState({ ...rest, ...own, seed: parent.seed, parameters })
  }
  return foldEdits(first, readEdits(parts.edits ?? []), start)
}

/** What the seed, or the file, gives before any edit. */
function firstState({ parameters, seed, network, picture }: PatternParts): PatternState {
  const { units, depth, color, gain, z = [] } = parameters
  const netart = parameters.compat === 'netart'
  if (network !== undefined) {
    if (netart && network.arithmetic !== 'netart') {
      throw new InstrumentError(
        'Compatibility "netart" is for networks that are drawn from a seed or read from recurrent.js. Set it to "none".',
      )
    }
    const turned = parameters.coordinates === 'netart' && !netart
    const features = turned ? network.features.map(transposed) : network.features
    return { network: { ...network, features }, latents: latentsOf(latentCount(features), seed, z) }
  }
  if (netart) {
    const drawn = drawNetart(seed, { units, depth, color, gain })
    return { network: drawn.network, latents: drawn.latents.map((latent, index) => z[index] ?? latent) }
  }
  const { colors, alpha } = outputsOf[color]
  const plan = {
    features: featuresOf(parameters, picture !== undefined),
    units,
    depth,
    outputs: parameters.alpha === 'off' ? colors : Math.max(colors, alpha + 1),
    activations: readActivations(parameters),
    skips: parameters.skips,
    gain,
    bias: parameters.bias,
    influence: parameters.influence,
    reach: reachOf(parameters),
  }
  return { network: drawNetwork(seed, plan), latents: latentsOf(parameters.latents, seed, z) }
}

const channels: readonly Feature[] = ['red', 'green', 'blue']

const transposed = (feature: Feature): Feature => (feature === 'x' ? 'y' : feature === 'y' ? 'x' : feature)

const latentCount = (features: readonly Feature[]): number =>
  Math.max(
    0,
    ...features.filter((feature) => feature.startsWith('z')).map((feature) => Number(feature.slice(1)) + 1),
  )

/** The latents given, and for those left out numbers from −1 to 1 by chance. */
function latentsOf(count: number, seed: number, given: readonly number[]): number[] {
  const stream = streamOf(seed, 'latents')
  return Array.from({ length: count }, (_, index) => {
    const drawn = 2 * stream.next() - 1
    return given[index] ?? drawn
  })
}

/** What a network drawn here reads. A tile that is mirrored reads cosines alone, which are the same on both sides. */
function featuresOf(parameters: PatternParameters, pictured: boolean): readonly Feature[] {
  const { symmetry, latents } = parameters
  const circles: readonly Feature[] = [
    ...(symmetry === 'mirror-x' || symmetry === 'mirror' ? [] : (['sinX'] as const)),
    'cosX',
    ...(symmetry === 'mirror-y' || symmetry === 'mirror' ? [] : (['sinY'] as const)),
    'cosY',
    'one',
  ]
  return [
    ...(parameters.tile ? circles : placeOf(parameters.coordinates)),
    ...Array.from({ length: latents }, (_, index): Feature => `z${index}`),
    ...(pictured && parameters.influence > 0 ? channels : []),
  ]
}

/**
 * How much a tile's circles weigh across and down: their circumference is twice the side that the view would show.
 */
function reachOf(parameters: PatternParameters): { x: number; y: number } {
  const { width, height, zoom } = parameters
  const short = Math.min(width, height)
  const range = ((2 / Math.PI) * (parameters.range ?? rangeOf[parameters.coordinates])) / zoom
  return { x: (range * width) / short, y: (range * height) / short }
}

/** The characters of the layers. */
function readActivations({ activation, activations }: PatternParameters): readonly (Activation | 'mixed')[] {
  if (activations.trim() === '') return [activation]
  return activations.split(',').map((given) => {
    const name = given.trim().toLowerCase()
    const known = activationChoices.find((choice) => choice === name)
    if (known === undefined) {
      throw new InstrumentError(
        `"${given.trim()}" in "${activations}" is no character of layers. There are: ${activationChoices.join(', ')}.`,
      )
    }
    return known
  })
}

const netartPlane: Plane = {
  coordinates: 'netart',
  range: 0.5,
  zoom: 1,
  panX: 0,
  panY: 0,
  rotate: 0,
  symmetry: 'none',
  order: 2,
  samples: 1,
}

function planeOf(parameters: PatternParameters): Plane {
  const { zoom, panX, panY, rotate, order, samples, coordinates } = parameters
  return {
    coordinates: 'centred',
    range: parameters.range ?? rangeOf[coordinates],
    zoom,
    panX,
    panY,
    rotate,
    symmetry: parameters.symmetry,
    order,
    samples,
  }
}

function coloringOf({ parameters, paletteColors, seed }: PatternParts): Coloring {
  const { color: mode, alpha, palette } = parameters
  if (mode !== 'gradient' && mode !== 'palette') return { mode, alpha }
  if (palette.trim() !== '') return { mode, alpha, colors: readPalette(palette) }
  return { mode, alpha, colors: paletteColors ?? readPalette(paletteOf(seed)) }
}

/** A network from a file gives as many outputs as it does: colour and alpha must do with them. */
function checkOutputs({ layers }: PatternNetwork, { color, alpha }: PatternParameters): void {
  const last = layers.at(-1)!
  const outputs = last.activations[0] === 'composite' ? 2 * last.units : last.units
  const needed = (mode: (typeof colorModes)[number], withAlpha: boolean): number =>
    withAlpha ? Math.max(outputsOf[mode].colors, outputsOf[mode].alpha + 1) : outputsOf[mode].colors
  if (needed(color, alpha !== 'off') <= outputs) return
  const fitting = (withAlpha: boolean): string =>
    colorModes.filter((mode) => needed(mode, withAlpha) <= outputs).join(', ') || 'none'
  throw new InstrumentError(
    `Colour "${color}" with transparency "${alpha}" reads ${needed(color, alpha !== 'off')} outputs, and the network gives ` +
      `${outputs}. Of the colours fit without transparency: ${fitting(false)}; with it: ${fitting(true)}.`,
  )
}

/** A tile needs a network that reads circles, and a square's mirrors are all that folds it without a seam. */
function checkTile({ features }: PatternNetwork, { tile, symmetry, compat }: PatternParameters): void {
  if (!tile || compat === 'netart') return
  if (features.some((feature) => feature === 'x' || feature === 'y' || feature === 'r')) {
    throw new InstrumentError(
      'A seamless tile needs a network that is drawn for it; the one from the file reads x and y, which differ at ' +
        'opposite edges. Switch the tile off, or use "symmetry": a mirrored picture continues its own mirror image.',
    )
  }
  if (symmetry === 'rotation' || symmetry === 'kaleidoscope') {
    throw new InstrumentError(
      `A seamless tile can be mirrored, not turned: symmetry is "${symmetry}". Choose mirror-x, mirror-y or mirror, or switch ` +
        'the tile off.',
    )
  }
}
