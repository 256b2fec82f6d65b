/**
 * What a pattern will take. Time: a small copy of it is rendered on all cores, and time grows with the pixels. Memory: a
 * few bands of a picture that is written as it is made, else the whole picture a few times over.
 */
import type { Estimate, Host } from '../instrument.ts'
import { channelsOf } from './kernel/pack.ts'
import { cellSize, sizeOf } from './plan.ts'
import { openDrawing, type PatternRequest } from './request.ts'
import type { PatternScene } from './scene.ts'

/** Side of the first copy that is timed, in pixels, and how often each is: the first time may start workers. */
const TRIAL_SIDE = 192
const TRIALS = 2
/** Milliseconds that a trial should take, or the next one has more pixels. */
const TRIAL_TIME = 30
const MOST_SIDE = 1536

/** Seconds from the start of the process or the page to the first band (measured: README.md). */
const START = 0.25
/** Bytes of pixels that are filtered and deflated a second (measured: README.md). */
const WRITING = 55e6
/** Bytes of the process before anything is drawn, and of a worker with its kernel. */
const BASE_BYTES = 180e6
const WORKER_BYTES = 12e6
/** Bands in memory, in megapixels: those at work and those that wait to be written. */
const BAND_PIXELS = 12e6

/** `pattern`'s `estimate` (instrument.ts). */
export async function estimatePattern(request: PatternRequest, host: Host): Promise<Estimate> {
  const { parameters, depth = 8 } = request
  const { frames, variations } = parameters
  const scene = (await openDrawing(request)).scene(0)
  const size = variations > 0 ? cellSize(sizeOf(parameters)) : sizeOf(parameters)
  const pictures = variations > 0 ? variations : frames
  const pixels = size.width * size.height * pictures
  const pixelBytes = channelsOf(scene) * (depth / 8)
  const held =
    request.bands === true ? Math.min(BAND_PIXELS, size.width * size.height) : 3 * size.width * size.height
  const weights = scene.network.layers.reduce((sum, layer) => sum + layer.weights.length * 4, 0)
  return {
    seconds: START + pixels / (await rateOf(scene, host)) + (pixels * pixelBytes) / WRITING,
    bytes: BASE_BYTES + 4 * (WORKER_BYTES + 2 * weights) + held * pixelBytes,
    steps: pictures,
  }
}

/** Pixels a second. */
async function rateOf(scene: PatternScene, host: Host): Promise<number> {
  for (let side = TRIAL_SIDE; ; side *= 2) {
    let time = Number.POSITIVE_INFINITY
    for (let trial = 0; trial < TRIALS; trial++) time = Math.min(time, await timeOf(scene, side, host))
    if (time >= TRIAL_TIME || side >= MOST_SIDE) return (side * side * 1000) / Math.max(time, 0.1)
  }
}

/** Milliseconds that a square of the scene takes. */
async function timeOf(scene: PatternScene, side: number, host: Host): Promise<number> {
  const start = host.now()
  for await (const _ of host.bands().render({ ...scene, width: side, height: side }, { depth: 8 })) {
    // Only the time is wanted.
  }
  return host.now() - start
}
