/**
 * The algorithm, for one picture (google/deepdream, "deepdream"): the picture is shrunk repeatedly; the smallest is
 * dreamed; what the dream added, its detail, is enlarged and added to the next larger one, which is dreamed in turn.
 *
 * Outside ONNX Runtime a step makes three passes over the pixels: the tile is read through the shift (no rolled copy
 * of the picture is ever made), the gradient is written back while its magnitude is summed, and the pixels are moved.
 */
import type { Random } from '@reverie/recipe'
import { decorrelate } from './decorrelate.ts'
import type { Dreamer } from './dreamer.ts'
import { shapeSpectrum } from './fourier.ts'
import { octaveSizes, type Size } from './octaves.ts'
import type { DreamParameters } from './params.ts'
import { addTo, emptyPlanes, resizeLinear, subtractFrom, type Planes } from './planes.ts'
import { smooth } from './smoothing.ts'
import { isTiled, readTile, tilesOf, tilingOf, writeTile, type Tiling } from './tiles.ts'
import { ascend, meanMagnitude, meanOf } from './update.ts'
import { addCalm } from './variation.ts'

/** The parameters that the algorithm itself reads. */
export type StepParameters = Pick<
  DreamParameters,
  | 'octaves'
  | 'octaveScale'
  | 'steps'
  | 'stepSize'
  | 'jitter'
  | 'smoothing'
  | 'totalVariation'
  | 'decorrelate'
  | 'fourier'
  | 'tile'
>

/** What happened: a tile was done (`pixels` of work), and with the last tile of a step, the step. */
export interface StepEvent {
  readonly octave: number
  readonly step: number
  /** Pixels that went through the network since the event before. */
  readonly pixels: number
  /** The picture at the present octave, after a whole step. Changes with the next one: copy what is to be kept. */
  readonly picture?: Planes
}

/** What one octave takes. */
export interface OctavePlan {
  readonly size: Size
  readonly tiling: Tiling
  /** Pixels through the network in one step, overlaps included. */
  readonly pixels: number
}

/** The octaves of a picture, smallest first. */
export function planOctaves(size: Size, parameters: StepParameters, smallestSide: number): OctavePlan[] {
  return octaveSizes(size, parameters.octaves, parameters.octaveScale).map((octave) => {
    const tiling = tilingOf(octave, parameters.tile, smallestSide)
    const { across, down } = tiling
    return { size: octave, tiling, pixels: across.tile * across.count * down.tile * down.count }
  })
}

/**
 * Dreams one picture.
 * @param picture not changed
 * @param mask one plane of the picture's size, 0 to 1: where it may change, and how far
 * @returns the dreamed picture, of the same size
 * @throws the signal's reason when it is aborted, between two tiles
 */
export async function* dreamPicture(
  dreamer: Dreamer,
  picture: Planes,
  parameters: StepParameters,
  random: Random,
  options: { readonly mask?: Planes; readonly signal?: AbortSignal } = {},
): AsyncGenerator<StepEvent, Planes> {
  const plan = planOctaves(picture, parameters, dreamer.smallestSide)
  const bases = shrink(picture, plan)
  await dreamer.settle(bases[0]!, parameters.tile)
  let detail: Planes | undefined
  for (const [octave, { size, tiling }] of plan.entries()) {
    const base = bases.shift()!
    const mask = options.mask && resizeLinear(options.mask, size.width, size.height).data
    const x = begin(base, detail, mask)
    detail = undefined
    yield* dreamOctave(dreamer, x, tiling, parameters, random, octave, mask, options.signal)
    if (octave === plan.length - 1) return x
    subtractFrom(x, base)
    detail = x
  }
  throw new Error('A dream has at least one octave.')
}

/**
 * Settles a dreamer on a picture as dreaming it would, without dreaming it: a film that resumes in the middle is settled
 * on its first frame, or its second half would be another film's.
 */
export async function settleOn(dreamer: Dreamer, picture: Planes, parameters: StepParameters): Promise<void> {
  const [smallest] = shrink(picture, planOctaves(picture, parameters, dreamer.smallestSide))
  await dreamer.settle(smallest!, parameters.tile)
}

/** The picture at each octave's size, smallest first. */
function shrink(picture: Planes, plan: readonly OctavePlan[]): Planes[] {
  const bases = [picture]
  for (const { size } of plan.slice(0, -1).toReversed())
    bases.unshift(resizeLinear(bases[0]!, size.width, size.height))
  return bases
}

/** An octave's first picture: its base and the enlarged detail, which must not spill out of the mask. */
function begin(base: Planes, detail: Planes | undefined, mask: Float32Array | undefined): Planes {
  if (detail === undefined) return { ...base, data: base.data.slice() }
  const x = resizeLinear(detail, base.width, base.height)
  if (mask !== undefined) {
    const size = base.width * base.height
    for (let at = 0; at < size; at++) {
      if (mask[at] !== 0) continue
      x.data[at] = x.data[at + size] = x.data[at + 2 * size] = 0
    }
  }
  addTo(x, base)
  return x
}

async function* dreamOctave(
  dreamer: Dreamer,
  x: Planes,
  tiling: Tiling,
  parameters: StepParameters,
  random: Random,
  octave: number,
  mask: Float32Array | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<StepEvent, void> {
  const tile = { width: tiling.across.tile, height: tiling.down.tile }
  const input = new Float32Array(3 * tile.width * tile.height)
  const gradient = emptyPlanes(x.width, x.height)
  const reach = isTiled(tiling) ? { x: tile.width, y: tile.height } : undefined
  for (let step = 0; step < parameters.steps; step++) {
    const shift =
      reach === undefined
        ? {
            x: random.integer(-parameters.jitter, parameters.jitter),
            y: random.integer(-parameters.jitter, parameters.jitter),
          }
        : { x: random.integer(0, reach.x - 1), y: random.integer(0, reach.y - 1) }
    const tiles = tilesOf(x, tiling, shift)
    let sum = 0
    for (const [index, part] of tiles.entries()) {
      signal?.throwIfAborted()
      const program = await dreamer.program(tile)
      readTile(x, part, tile.width, tile.height, dreamer.normalisation, input)
      const result = await dreamer.gradient(program, tile, input)
      sum += writeTile(result, part, tile.width, tile.height, dreamer.normalisation, gradient, mask)
      const pixels = tile.width * tile.height
      if (index < tiles.length - 1) yield { octave, step, pixels }
      else {
        move(x, gradient, meanOf(sum, gradient, mask), parameters, mask)
        yield { octave, step, pixels, picture: x }
      }
    }
  }
}

/** Moves the pixels along the gradient, bent by whatever options ask for it. */
function move(
  x: Planes,
  gradient: Planes,
  mean: number,
  parameters: StepParameters,
  mask: Float32Array | undefined,
): void {
  // Nothing in the picture speaks to these layers: there is no direction to go.
  if (!(mean > 0)) return
  const { smoothing, fourier, totalVariation } = parameters
  let direction = gradient
  if (smoothing > 0) direction = smooth(direction, smoothing)
  if (fourier > 0) direction = shapeSpectrum(direction, fourier)
  if (parameters.decorrelate) decorrelate(direction)
  const magnitude = direction === gradient && !parameters.decorrelate ? mean : meanMagnitude(direction, mask)
  if (!(magnitude > 0)) return
  if (totalVariation > 0) addCalm(x, direction, totalVariation, magnitude)
  ascend(x, direction, parameters.stepSize / magnitude, mask)
}
