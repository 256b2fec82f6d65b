/** From a few words to a work: the part of `make` that is the same in Node and in browsers. */
import type { Raster } from '@reverie/image'
import type { z } from 'zod'
import type { Host, InputPicture, Instrument, RenderEvent, RenderRequest, RenderResult } from './instrument.ts'
import { parametersOf } from './parameters.ts'

/** What is to be made. */
export interface MakeOptions<S extends z.ZodObject, Source> {
  /** One source, or several, for each port that is used. */
  readonly inputs: Readonly<Record<string, Source | readonly Source[]>>
  readonly preset?: string
  readonly parameters?: Partial<z.input<S>>
  /** Default 1. */
  readonly seed?: number
  readonly signal?: AbortSignal
  /** Told of progress, and of previews and frames. */
  readonly onEvent?: (event: RenderEvent) => void
}

/** The request that options ask for. @param open reads a source */
export async function requestFrom<S extends z.ZodObject, Source>(
  instrument: Instrument<S>,
  options: MakeOptions<S, Source>,
  open: (source: Source) => Promise<InputPicture>,
): Promise<RenderRequest<S>> {
  const parameters = parametersOf(instrument, {
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
  })
  const inputs: Record<string, InputPicture[]> = {}
  for (const [port, given] of Object.entries(options.inputs)) {
    inputs[port] = await Promise.all((Array.isArray(given) ? (given as Source[]) : [given as Source]).map(open))
  }
  return {
    parameters,
    seed: options.seed ?? 1,
    inputs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
}

/** Renders to the end. */
export async function rendered<S extends z.ZodObject>(
  instrument: Instrument<S>,
  request: RenderRequest<S>,
  host: Host,
  onEvent?: (event: RenderEvent) => void,
): Promise<RenderResult> {
  const work = instrument.render(request, host)
  for (;;) {
    const { done, value } = await work.next()
    if (done) return value
    onEvent?.(value)
  }
}

/** Renders a film: its frames as they are made, for an encoder to draw from, and the result once they are all drawn. */
export function filmed<S extends z.ZodObject>(
  instrument: Instrument<S>,
  request: RenderRequest<S>,
  host: Host,
  onEvent?: (event: RenderEvent) => void,
): { frames: AsyncIterable<Raster>; result: () => RenderResult } {
  let result: RenderResult | undefined
  async function* frames(): AsyncGenerator<Raster, void, void> {
    const work = instrument.render(request, host)
    try {
      for (;;) {
        const { done, value } = await work.next()
        if (done) {
          result = value
          return
        }
        onEvent?.(value)
        if (value.type === 'frame') yield value.raster
      }
    } finally {
      // An encoder that fails stops drawing: what the instrument holds must go all the same.
      await work.return(undefined as never)
    }
  }
  return {
    frames: frames(),
    result: () => {
      if (result === undefined) throw new Error('The film is not finished: draw all its frames first.')
      return result
    },
  }
}

/** Whether a request makes a film rather than a picture. */
export function makesFilm(request: Pick<RenderRequest, 'inputs' | 'parameters'>): boolean {
  const { frames, sheet } = request.parameters as { frames?: number; sheet?: string }
  return sheet === undefined && ((frames ?? 1) > 1 || request.inputs['image']?.[0]?.film !== undefined)
}
