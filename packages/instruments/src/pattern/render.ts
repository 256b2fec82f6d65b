/**
 * Renders a pattern: a still, in bands where the caller takes them; a loop, frame by frame; or a sheet of variations.
 * All pixels come from the exact kernel.
 */
import type { Raster } from '@reverie/image'
import { contactSheet } from '../contact-sheet.ts'
import type { Bands, Host, RenderEvent, RenderResult } from '../instrument.ts'
import { patternVariations } from './breeding.ts'
import { environmentOf } from './environment.ts'
import { channelsOf } from './kernel/pack.ts'
import { cellSize, sheetColumns, sizeOf, variationCells } from './plan.ts'
import { openDrawing, settledParameters, type Drawing, type PatternRequest } from './request.ts'
import type { PatternScene } from './scene.ts'

type Output = RenderResult['output']
type Rendering<T> = AsyncGenerator<RenderEvent, T, void>

/** Longer sides of previews, in pixels: something at once, then something to look at while a large one is made. */
const PREVIEW_SIDES = [96, 384]
/** A preview is worth its time where the picture has so many times its pixels. */
const PREVIEW_SHARE = 4

/** One request under way. */
interface Work {
  readonly request: PatternRequest
  readonly host: Host
  readonly bands: Bands
  /** Rows done and in all. */
  readonly progress: { done: number; readonly total: number }
}

/** `pattern`'s `render` (instrument.ts). */
export async function* renderPattern(request: PatternRequest, host: Host): Rendering<RenderResult> {
  const start = host.now()
  request.signal?.throwIfAborted()
  const drawing = await openDrawing(request)
  const { frames, variations } = request.parameters
  const size = sizeOf(request.parameters)
  const first = request.resume?.frame ?? 0
  const rows = variations > 0 ? cellSize(size).height * variations : size.height * (frames - first)
  const work: Work = { request, host, bands: host.bands(), progress: { done: 0, total: rows } }
  const output = yield* variations > 0
    ? renderSheet(work)
    : frames > 1
      ? renderLoop(work, drawing, first)
      : renderStill(work, drawing.scene(0))
  return {
    output,
    parameters: settledParameters(request),
    models: [],
    environment: await environmentOf(drawing.scene(0)),
    timings: { total: host.now() - start, network: 0, compile: 0, steps: variations || frames },
  }
}

async function* renderStill(work: Work, scene: PatternScene): Rendering<Output> {
  const { bands, depth = 8 } = work.request
  if (work.host.previews) yield* previewsOf(work, scene)
  if (bands !== true) return { kind: 'raster', raster: yield* renderWhole(work, scene, depth, 'pattern') }
  for await (const { top, raster } of bandsOf(work, scene, depth)) {
    yield { type: 'band', top, raster }
    yield progressed(work, raster.height, 'pattern')
  }
  return { kind: 'bands', width: scene.width, height: scene.height, channels: channelsOf(scene), depth }
}

/** Small pictures of a scene, before it is rendered. */
async function* previewsOf(work: Work, scene: PatternScene): Rendering<void> {
  const longer = Math.max(scene.width, scene.height)
  for (const side of PREVIEW_SIDES) {
    if (longer * longer < side * side * PREVIEW_SHARE) return
    const [width, height] = [scene.width, scene.height].map((full) =>
      Math.max(1, Math.round((full * side) / longer)),
    )
    const small = { ...scene, width: width!, height: height! }
    const raster = emptyRaster(small, 8)
    for await (const band of bandsOf(work, small, 8)) place(band, raster)
    yield { type: 'preview', raster }
  }
}

/** Renders all frames of a loop that are not there yet. */
async function* renderLoop(work: Work, drawing: Drawing, first: number): Rendering<Output> {
  const { frames, fps } = work.request.parameters
  for (let index = first; index < frames; index++) {
    const raster = yield* renderWhole(work, drawing.scene(index), 8, `frame ${index + 1} of ${frames}`)
    yield { type: 'frame', index, raster }
  }
  return { kind: 'film', frames, fps, ...sizeOf(work.request.parameters) }
}

/** Renders small pictures of variations side by side; the sheet so far is a preview. */
async function* renderSheet(work: Work): Rendering<Output> {
  const { request, host } = work
  const { variations } = request.parameters
  const cell = cellSize(sizeOf(request.parameters))
  const cells: { label: string[]; raster?: Raster }[] = variationCells(variations)
  const sheet = (): Raster => contactSheet(cells, sheetColumns(variations), cell)
  for (const [index, variation] of patternVariations(request).entries()) {
    const drawing = await openDrawing(variation)
    const scene = { ...drawing.scene(0), ...cell }
    cells[index]!.raster = yield* renderWhole(work, scene, 8, `variation ${index + 1} of ${variations}`)
    if (host.previews) yield { type: 'preview', raster: sheet() }
  }
  return { kind: 'raster', raster: sheet() }
}

async function* renderWhole(work: Work, scene: PatternScene, depth: 8 | 16, stage: string): Rendering<Raster> {
  const raster = emptyRaster(scene, depth)
  for await (const band of bandsOf(work, scene, depth)) {
    place(band, raster)
    yield progressed(work, band.raster.height, stage)
  }
  return raster
}

function bandsOf(
  { bands, request: { signal } }: Work,
  scene: PatternScene,
  depth: 8 | 16,
): ReturnType<Bands['render']> {
  return bands.render(scene, { depth, ...(signal === undefined ? {} : { signal }) })
}

function emptyRaster(scene: PatternScene, depth: 8 | 16): Raster {
  const { width, height } = scene
  const channels = channelsOf(scene)
  const length = width * height * channels
  return { width, height, channels, depth, data: depth === 16 ? new Uint16Array(length) : new Uint8Array(length) }
}

/** Copies a band to its place. */
function place({ top, raster }: { readonly top: number; readonly raster: Raster }, whole: Raster): void {
  whole.data.set(raster.data, top * whole.width * whole.channels)
}

function progressed({ progress }: Work, rows: number, stage: string): RenderEvent {
  progress.done += rows
  return { type: 'progress', stage, done: progress.done, total: progress.total }
}
