/** A job: one work that is asked for, with everything that making it takes. */
import type { Described, Host, Instrument, RenderEvent, RenderRequest, Size } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import type { Destination } from './destination.ts'
import type { Making } from './work.ts'

/** What is to be made, and where. */
export interface Job {
  readonly instrument: Instrument
  readonly request: RenderRequest
  readonly destination: Destination
  /** 1 to 100, or `undefined` for the format's own. */
  readonly quality: number | undefined
  /** Pixels an inch on paper, which a PNG can say. */
  readonly dpi?: number | undefined
  /** What the person sees beside the bar. */
  readonly label: string
  /** Whether the frames of a film that was not finished are used. Not to verify: nothing made before may vouch for itself. */
  readonly resume?: boolean
}

/** A work that is there, as `--json` tells it. */
export interface Made {
  readonly out: string
  readonly width: number
  readonly height: number
  /** Wall time until the file had its name. */
  readonly milliseconds: number
  readonly recipe: Recipe
  /** Frames of a film. */
  readonly frames?: number | undefined
  /** The work was there already. */
  readonly skipped?: true
}

/** A job under way. */
export interface Work extends Job {
  readonly making: Making
  /** What the recipe says before anything is rendered. */
  readonly settled: Pick<Described, 'parameters' | 'models'>
  readonly host: Host
  /** Told of every event. */
  readonly follow: (event: RenderEvent) => void
  /** The recipe of the finished work. */
  readonly describe: (result: Described) => Recipe
}

/** What was written. An mp4 may be a pixel smaller than its recipe says, because its sides are even. */
export interface Written extends Size {
  readonly recipe: Recipe
  readonly frames?: number | undefined
}

/**
 * The request as its file takes it: a PNG in bands, and with as many bits as it can hold, which are those of the format that
 * was asked for, or of the recipe.
 */
export function requestForFile({ depth, ...request }: RenderRequest, destination: Destination): RenderRequest {
  if (destination.kind !== 'raster' || !['png', 'tiff'].includes(destination.format)) return request
  const deep = (destination.depth ?? depth) === 16 ? { depth: 16 as const } : {}
  return { ...request, ...deep, ...(destination.format === 'png' ? { bands: true as const } : {}) }
}
