/** Sheets: the same picture dreamed with several layers and several values of one parameter, labelled. */
import type { Raster } from '@reverie/image'
import type { Model } from '@reverie/models'
import { contactSheet, contactSheetSize, type SheetCell } from '../contact-sheet.ts'
import { InstrumentError, type Host, type RenderEvent, type RenderResult, type Size } from '../instrument.ts'
import { createDreamer } from './dreamer.ts'
import { fit } from './octaves.ts'
import { dreamParameters, type DreamParameters } from './params.ts'
import { maskOf, planesOf, shrinkTo } from './raster.ts'
import { inputsOf, objectiveOf, resolvedParameters, type DreamRequest } from './resolve.ts'
import { dreamRaster, workOf, type Session } from './session.ts'

/** Parameters that a sheet can vary: numbers that the steps read. */
const sheetParameters = [
  'octaves',
  'octaveScale',
  'steps',
  'stepSize',
  'jitter',
  'smoothing',
  'totalVariation',
  'fourier',
] as const

type SheetParameter = (typeof sheetParameters)[number]

/** A sheet as asked for. */
export interface SheetPlan {
  readonly layers: readonly string[]
  readonly parameter: SheetParameter | undefined
  /** Values across; one undefined value where no parameter varies. */
  readonly values: readonly (number | undefined)[]
  readonly cells: number
  /** All layers with weight 1. */
  readonly weights: Readonly<Record<string, number>>
}

/** Longest side of a sheet's pictures where no longest side is asked for, in pixels. */
const CELL_SIDE = 320

/**
 * Reads the `sheet` parameter: `layer,layer by parameter=value,value`; what follows the layers may be left out.
 * @throws InstrumentError saying what cannot be read, which parameters there are, or what a parameter's range is.
 */
export function parseSheet(text: string): SheetPlan {
  const match = /^(?<layers>.+?)(?:\s+by\s+(?<parameter>\w+)\s*=\s*(?<values>.+))?$/.exec(text.trim())
  const layers = (match?.groups?.['layers'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (layers.length === 0) {
    throw new InstrumentError(`Sheet "${text}" names no layers. Write "mixed3,mixed5 by stepSize=1,2,4".`)
  }
  const weights = Object.fromEntries(layers.map((layer) => [layer, 1]))
  const parameter = match?.groups?.['parameter']
  if (parameter === undefined)
    return { layers, parameter: undefined, values: [undefined], cells: layers.length, weights }
  if (!sheetParameters.includes(parameter as SheetParameter)) {
    throw new InstrumentError(`A sheet cannot vary "${parameter}". It can vary: ${sheetParameters.join(', ')}.`)
  }
  const field = dreamParameters.shape[parameter as SheetParameter]
  const values = match!.groups!['values']!.split(',').map((value) => {
    const parsed =
      value.trim() === '' ? { success: false as const, error: undefined } : field.safeParse(Number(value))
    if (parsed.success) return parsed.data
    throw new InstrumentError(
      `Sheet: "${value.trim()}" is no value for ${parameter}: ${parsed.error?.issues[0]?.message ?? 'expected a number'}.`,
    )
  })
  return { layers, parameter: parameter as SheetParameter, values, cells: layers.length * values.length, weights }
}

/** The size in pixels of the sheet that is made of a picture. @throws InstrumentError as {@link parseSheet} */
export function sheetSize(text: string, picture: Size, maxSide: number | undefined): Size {
  const plan = parseSheet(text)
  const cells = plan.layers.flatMap((layer) => plan.values.map((value) => ({ label: labelOf(plan, layer, value) })))
  return contactSheetSize(cells, columnsOf(plan), fit(picture, maxSide ?? CELL_SIDE))
}

function labelOf({ parameter }: SheetPlan, layer: string, value: number | undefined): string[] {
  return parameter === undefined ? [layer] : [layer, `${parameter} ${value}`]
}

function columnsOf({ values, cells }: SheetPlan): number {
  return values.length === 1 ? columnsFor(cells) : values.length
}

/** Renders a sheet; each finished picture is shown as a preview of the whole. */
export async function* renderSheet(
  request: DreamRequest,
  host: Host,
  model: Model,
  text: string,
): AsyncGenerator<RenderEvent, RenderResult, void> {
  const start = host.now()
  const plan = parseSheet(text)
  const { image, guide, mask } = inputsOf(request)
  const every = objectiveOf({ ...request.parameters, layers: plan.weights }, model, guide)
  const runtime = await host.runtime()
  const raster = shrinkTo(image.raster, request.parameters.maxSide ?? CELL_SIDE)
  const cells: SheetCell[] = []
  const sheet = (): Raster => contactSheet(cells, columnsOf(plan), raster)
  const timings = { network: 0, compile: 0, steps: 0 }
  const graphs: string[] = []
  for (const layer of plan.layers) {
    const channels = every.channels[layer]
    const objective = {
      ...every,
      layers: { [layer]: 1 },
      channels: channels === undefined ? {} : { [layer]: channels },
    }
    const dreamer = await createDreamer(runtime, model, objective, host.now)
    try {
      for (const value of plan.values) {
        const parameters: DreamParameters =
          plan.parameter === undefined ? request.parameters : { ...request.parameters, [plan.parameter]: value }
        const session: Session = {
          dreamer,
          parameters,
          seed: request.seed,
          host: { ...host, previews: false },
          mask: mask && maskOf(mask, raster),
          signal: request.signal,
          progress: { done: 0, total: 0, steps: 0 },
        }
        const label = labelOf(plan, layer, value)
        const { total } = { total: workOf(session, raster) }
        // Cells differ in work, so each counts as one, and a cell's own progress as its share.
        for (const dreaming = dreamRaster(session, raster, planesOf(raster), request.seed, ''); ;) {
          const { done, value: event } = await dreaming.next()
          if (done) {
            cells.push({ label, raster: event })
            break
          }
          if (event.type !== 'progress') continue
          const share = event.done / total
          yield { type: 'progress', stage: label.join(', '), done: cells.length + share, total: plan.cells }
        }
        timings.steps += session.progress.steps
        if (host.previews) yield { type: 'preview', raster: sheet() }
      }
    } finally {
      timings.network += dreamer.timings.network
      timings.compile += dreamer.timings.compile
      graphs.push(await dreamer.graph())
      await dreamer.release()
    }
  }
  return {
    output: { kind: 'raster', raster: sheet() },
    parameters: resolvedParameters(request.parameters, model, every),
    models: [{ id: model.id, sha256: model.sha256 }],
    environment: { ...runtime.environment, graph: graphs.join(' ') },
    timings: { total: host.now() - start, ...timings },
  }
}

/** Columns of a sheet that has no second axis: a little wider than high. */
export function columnsFor(cells: number): number {
  return Math.ceil(Math.sqrt(cells * 1.3))
}
