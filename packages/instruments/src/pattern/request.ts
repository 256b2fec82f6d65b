/** From a request to what is drawn; and what cannot be drawn refused, with all that is wrong at once. */
import { resample, toDepth, type Raster } from '@reverie/image'
import { InstrumentError, type InputFile, type InputPicture, type RenderRequest } from '../instrument.ts'
import { composeScene, drawPattern, type PatternParts } from './compose.ts'
import { extractPalette } from './extract-palette.ts'
import type { PatternState } from './fold.ts'
import type { PatternNetwork } from './network.ts'
import { readNetwork } from './networks/read-network.ts'
import { readPalette } from './palettes.ts'
import type { PatternParameters, patternParameters } from './params.ts'
import { sizeOf, weightsOf } from './plan.ts'
import type { PatternScene } from './scene.ts'

/** A request for a pattern. */
export type PatternRequest = RenderRequest<typeof patternParameters>

/** A pattern that can be drawn. */
export interface Drawing {
  /** The scene of a frame of the loop, from 0; a still is the first. */
  readonly scene: (frame: number) => PatternScene
}

/** Longer side at which the extra picture is read, whatever the size of the pattern, so that this does not change it. */
const PICTURE_SIDE = 1024
/** Colours that are taken from a picture. */
const PALETTE_COLORS = 8
/** Weights of a network that is drawn, at most: 64 MB. */
const MOST_WEIGHTS = 2 ** 24

const picturePorts = ['image', 'palette']
const filePorts = ['network']

/** Opens a request. @throws InstrumentError with all that is wrong with it, a sentence a line */
export async function openDrawing(request: PatternRequest): Promise<Drawing> {
  const problems = portProblems(request)
  const network = await attempt(problems, () => networkOf(request))
  const paletteColors = await attempt(problems, () => paletteOf(request))
  await attempt(problems, () => checkPalette(request))
  const weights = weightsOf(request.parameters)
  const { units, depth } = request.parameters
  if (request.files?.['network'] === undefined && weights > MOST_WEIGHTS) {
    problems.push(
      `A network of ${units} units and ${depth} layers with dense skips has ${weights} weights, and ${MOST_WEIGHTS} are the most. ` +
        'Take fewer units, fewer layers or other skips.',
    )
    throw new InstrumentError(problems.join('\n'))
  }
  const picture = request.inputs['image']?.[0]
  const parts: PatternParts = {
    parameters: request.parameters,
    seed: request.seed,
    ...(request.edits === undefined ? {} : { edits: request.edits }),
    ...(network === undefined ? {} : { network }),
    ...(picture === undefined ? {} : { picture: readable(picture.raster) }),
    ...(paletteColors === undefined ? {} : { paletteColors }),
  }
  const missing = request.files?.['network'] !== undefined && network === undefined
  const state = missing ? undefined : await attempt(problems, () => checkedState(parts))
  if (problems.length > 0 || state === undefined) throw new InstrumentError([...new Set(problems)].join('\n'))
  return { scene: (frame) => composeScene({ ...parts, frame }, state) }
}

/** The parameters that a recipe records. */
export function settledParameters({ parameters }: PatternRequest): PatternParameters {
  return { ...parameters, ...sizeOf(parameters) }
}

function checkedState(parts: PatternParts): PatternState {
  const state = drawPattern(parts)
  composeScene(parts, state)
  return state
}

/** What `make` gives; a refusal goes to the problems. */
async function attempt<T>(problems: string[], make: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof InstrumentError)) throw error
    problems.push(...error.message.split('\n'))
    return undefined
  }
}

function portProblems({ inputs, files = {} }: PatternRequest): string[] {
  const names = [...picturePorts, ...filePorts].join(', ')
  const unknown = [
    ...Object.keys(inputs).filter((port) => !picturePorts.includes(port)),
    ...Object.keys(files).filter((port) => !filePorts.includes(port)),
  ]
  const many = picturePorts.filter((port) => (inputs[port]?.length ?? 0) > 1)
  return [
    ...unknown.map((port) => `"pattern" has no input "${port}". It has: ${names}.`),
    ...many.map((port) => `"pattern" takes one ${port}, found ${inputs[port]!.length}. Give one of them.`),
  ]
}

async function networkOf({ files, parameters }: PatternRequest): Promise<PatternNetwork | undefined> {
  const given: readonly InputFile[] = files?.['network'] ?? []
  if (given.length === 0) return undefined
  const { compat, coordinates } = parameters
  const preset = compat === 'netart' ? 'netart' : coordinates
  return readNetwork(given, preset === 'centred' ? {} : { preset })
}

function checkPalette({ parameters: { color, palette } }: PatternRequest): void {
  if ((color === 'gradient' || color === 'palette') && palette.trim() !== '') readPalette(palette)
}

/** Colours of the picture that was given for them, where the colour has any use for them. */
function paletteOf({ inputs, parameters }: PatternRequest): Float32Array | undefined {
  const picture: InputPicture | undefined = inputs['palette']?.[0]
  if (picture === undefined) return undefined
  const { color } = parameters
  if (color !== 'gradient' && color !== 'palette') {
    throw new InstrumentError(
      `The colour "${color}" has no palette, so nothing is taken from the picture "${picture.name}". Choose gradient or palette.`,
    )
  }
  const colors = extractPalette(picture.raster, PALETTE_COLORS)
  if (colors.length < 2) {
    throw new InstrumentError(
      `A palette needs two colours, and the picture "${picture.name}" is of one, ${colors[0]}. Give another picture.`,
    )
  }
  return readPalette(colors.join(','))
}

/** The extra picture as scenes have it: 8 bits, 3 channels, no larger than it is worth. */
function readable(raster: Raster): Raster {
  const scale = Math.min(1, PICTURE_SIDE / Math.max(raster.width, raster.height))
  const [width, height] = [raster.width, raster.height].map((side) => Math.max(1, Math.round(side * scale)))
  const small = toDepth(scale < 1 ? resample(raster, width!, height!, 'area') : raster, 8)
  const { channels, data: from } = small
  if (channels === 3) return small
  const data = new Uint8Array(small.width * small.height * 3)
  const grey = channels < 3
  for (let pixel = 0; pixel < small.width * small.height; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      data[pixel * 3 + channel] = from[pixel * channels + (grey ? 0 : channel)]!
  }
  return { ...small, channels: 3, data }
}
