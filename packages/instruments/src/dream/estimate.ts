/**
 * What a dream will take. Time: a tile of the smallest octave goes through the compiled network twice, and time grows
 * with the pixels that go through it. Memory: counted from what is held at the largest octave.
 */
import type { Estimate, Host } from '../instrument.ts'
import { createDreamer } from './dreamer.ts'
import { fit } from './octaves.ts'
import { planOctaves } from './picture.ts'
import { planesOf, shrinkTo } from './raster.ts'
import { inputsOf, objectiveOf, type DreamRequest } from './resolve.ts'
import { parseSheet } from './sheet.ts'

/** Side of the picture that is timed, in pixels. */
const TRIAL_SIDE = 224

/** Bytes of the process before anything is dreamed: Node or the page, ONNX Runtime, the model's file. */
const BASE_BYTES = 220e6
/** Bytes of a compiled program, and of its activations by pixel of the tile (measured with `inception`: README.md). */
const PROGRAM_BYTES = 90e6
const BYTES_PER_TILE_PIXEL = 700
/** Bytes by pixel of the picture: rasters in and out, base, picture, gradient and detail, lower octaves. */
const BYTES_PER_PIXEL = 76

/** `dream`'s `estimate` (instrument.ts). */
export async function estimateDream(request: DreamRequest, host: Host): Promise<Estimate> {
  const { parameters } = request
  const { image, guide } = inputsOf(request)
  const model = await host.model(parameters.model)
  const sheet = parameters.sheet === undefined ? undefined : parseSheet(parameters.sheet)
  const objective = objectiveOf(
    sheet === undefined ? parameters : { ...parameters, layers: sheet.weights },
    model,
    guide,
  )
  const dreamer = await createDreamer(await host.runtime(), model, objective, host.now)
  try {
    const size = fit(image.raster, parameters.maxSide)
    const plan = planOctaves(size, parameters, dreamer.smallestSide)
    const rate = await rateOf(dreamer, planesOf(shrinkTo(image.raster, TRIAL_SIDE)), host.now)
    const pictures = picturesOf(request) * (sheet?.cells ?? 1)
    const pixels = plan.reduce((sum, octave) => sum + octave.pixels, 0) * parameters.steps * pictures
    const compiling = (dreamer.timings.compile / 1000) * plan.length * (sheet?.layers.length ?? 1)
    const largest = Math.max(...plan.map(({ tiling }) => tiling.across.tile * tiling.down.tile))
    return {
      seconds: compiling + pixels / rate,
      bytes:
        BASE_BYTES +
        PROGRAM_BYTES * Math.min(plan.length, 4) +
        largest * BYTES_PER_TILE_PIXEL +
        size.width * size.height * BYTES_PER_PIXEL,
      steps: parameters.octaves * parameters.steps * pictures,
    }
  } finally {
    await dreamer.release()
  }
}

/** Pictures that a request dreams. A film of unknown length counts as one. */
function picturesOf({ inputs, parameters }: DreamRequest): number {
  const film = inputs['image']?.[0]?.film
  if (film === undefined) return parameters.frames
  const most = parameters.frames > 1 ? parameters.frames : Number.POSITIVE_INFINITY
  return Math.min(film.count ?? 1, most)
}

/** Pixels through the network a second. The first run is left out: it allocates. */
async function rateOf(
  dreamer: Awaited<ReturnType<typeof createDreamer>>,
  picture: ReturnType<typeof planesOf>,
  now: () => number,
): Promise<number> {
  const side = Math.max(TRIAL_SIDE, dreamer.smallestSide)
  const size = { width: side, height: side }
  await dreamer.settle(picture, side)
  const program = await dreamer.program(size)
  const input = new Float32Array(3 * side * side)
  await dreamer.gradient(program, size, input)
  const start = now()
  await dreamer.gradient(program, size, input)
  await dreamer.gradient(program, size, input)
  return (2 * side * side) / ((now() - start) / 1000)
}
