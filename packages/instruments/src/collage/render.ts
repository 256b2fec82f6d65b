/** Renders a collage: a still, in bands where the caller takes them, or a film of its pieces on their way. */
import type { Raster } from '@reverie/image'
import { InstrumentError, type Host, type InputPiece, type RenderEvent, type RenderResult } from '../instrument.ts'
import { composeBands, openSprites, type Composition } from './compose.ts'
import { cutPlacements, type Cut } from './cut.ts'
import { readCollageEdits } from './edits.ts'
import { gatherCollage } from './gather.ts'
import { placementsOf, type Placement } from './place.ts'
import { geometryOf, maskOf, planCollage, type CollageRequest, type Geometry } from './plan.ts'
import { foldEdits, type CollageState, type Ground } from './state.ts'
import { movedTo } from './travel.ts'
import { roomsOf } from './weights.ts'

/** What of the world the pixels depend on: arithmetic that is the same everywhere, but for sines. */
const environment = { arithmetic: 'double' }

/** A collage that is ready to be drawn. */
export interface Drawing {
  readonly state: CollageState
  readonly geometry: Geometry
  /** From back to front. */
  readonly placements: readonly Placement[]
  readonly cuts: ReadonlyMap<string, Cut>
  readonly files: ReadonlyMap<string, InputPiece>
}

/** Where everything of a request goes. @throws InstrumentError when its log cannot be followed */
export function drawingOf(request: CollageRequest): Drawing {
  const files = filesOf(request)
  const ground = groundOf(request)
  const state = foldEdits(readCollageEdits(request.edits), [...files.keys()], ground)
  const missing = state.pieces.filter(({ id }) => !files.has(id)).map(({ id }) => id)
  if (missing.length > 0) {
    throw new InstrumentError(`Pieces of this collage are not given: ${missing.join(', ')}. Give all of them.`)
  }
  const { parameters, seed } = request
  const geometry = geometryOf(parameters)
  const all = placementsOf(state, parameters, geometry, seed, ground.mask)
  return { state, geometry, files, ...cutPlacements(all, parameters, geometry) }
}

/** What the fold of a request's log depends on beside the log. */
export function groundOf(request: CollageRequest): Ground {
  const { parameters, seed } = request
  const { room } = geometryOf(parameters)
  return {
    width: room.width,
    height: room.height,
    seed,
    mask: maskOf(request),
    weights: (pieces) =>
      roomsOf(
        parameters.sizes,
        pieces.map(({ likeness }) => likeness),
        0,
      ),
  }
}

/** The files of a request's pieces by their ids, in their order. */
function filesOf({ pieces }: CollageRequest): Map<string, InputPiece> {
  return new Map((pieces?.['pieces'] ?? []).map((piece) => [piece.sha256.slice(0, 16), piece]))
}

/** `collage`'s `render` (instrument.ts). */
export async function* renderCollage(
  asked: CollageRequest,
  host: Host,
): AsyncGenerator<RenderEvent, RenderResult, void> {
  const begun = host.now()
  const request = await gatherCollage(asked, host)
  const drawing = drawingOf(request)
  const plan = planCollage(request)
  const output = plan.kind === 'film' ? yield* film(request, drawing, host) : yield* still(request, drawing, host)
  return {
    output,
    parameters: request.parameters,
    models: [],
    environment,
    timings: { total: host.now() - begun, network: 0, compile: 0, steps: drawing.placements.length },
  }
}

/** `collage`'s `environment` (instrument.ts). */
export function environmentOfCollage(): RenderResult['environment'] {
  return environment
}

/** What is drawn of a request. */
function compositionOf({ parameters }: CollageRequest, drawing: Drawing): Composition {
  const { width, height } = drawing.geometry
  return {
    width,
    height,
    placements: drawing.placements,
    files: drawing.files,
    background: colorOf(parameters.background),
    shadow: parameters.shadow,
    cut: ({ piece }) => drawing.cuts.get(piece.id),
  }
}

async function* still(
  request: CollageRequest,
  drawing: Drawing,
  host: Host,
): AsyncGenerator<RenderEvent, RenderResult['output'], void> {
  const composition = compositionOf(request, drawing)
  const { width, height } = composition
  const total = drawing.placements.length + height / 50
  const channels = composition.background === undefined ? 4 : 3
  const whole = request.bands === true ? undefined : new Uint8Array(width * height * channels)
  for await (const { top, raster, pieces } of composeBands(composition, host, request.signal)) {
    if (whole === undefined) yield { type: 'band', top, raster }
    else whole.set(raster.data, top * width * channels)
    yield {
      type: 'progress',
      stage: `piece ${pieces} of ${drawing.placements.length}`,
      done: pieces + top / 50,
      total,
    }
  }
  if (whole === undefined) return { kind: 'bands', width, height, channels, depth: 8 }
  const raster: Raster = { width, height, channels, depth: 8, data: whole }
  return { kind: 'raster', raster }
}

async function* film(
  request: CollageRequest,
  drawing: Drawing,
  host: Host,
): AsyncGenerator<RenderEvent, RenderResult['output'], void> {
  const { frames, fps } = request.parameters
  const { width, height } = drawing.geometry
  yield { type: 'progress', stage: 'reading pieces', done: 0, total: frames }
  const composition = compositionOf(request, drawing)
  const draw = await openSprites(composition, host, request.signal)
  for (let index = request.resume?.frame ?? 0; index < frames; index++) {
    request.signal?.throwIfAborted()
    const raster = draw(movedTo(drawing, index / Math.max(1, frames - 1)))
    yield { type: 'frame', index, raster }
    yield { type: 'progress', stage: `frame ${index + 1} of ${frames}`, done: index + 1, total: frames }
    await host.breathe?.()
  }
  return { kind: 'film', frames, fps, width, height }
}

function colorOf(background: string): readonly [number, number, number] | undefined {
  if (background === 'none') return undefined
  const digits = background.slice(1)
  const wide = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as [number, number, number]
}
