/** From a few words to a work: the part of `make` that is the same in Node and in browsers. */
import type { Raster } from '@reverie/image'
import type { z } from 'zod'
import {
  InstrumentError,
  takesFiles,
  type Host,
  type InputFile,
  type InputPicture,
  type Instrument,
  type RenderEvent,
  type RenderRequest,
  type RenderResult,
} from './instrument.ts'
import { parametersOf } from './parameters.ts'

/** What is to be made. */
export interface MakeOptions<S extends z.ZodObject, Source> {
  /** One source, or several, for each port that is used. */
  readonly inputs?: Readonly<Record<string, Source | readonly Source[]>>
  readonly preset?: string
  readonly parameters?: Partial<z.input<S>>
  /** Default 1. */
  readonly seed?: number
  /** The edit log, for instruments that have one. */
  readonly edits?: RenderRequest['edits']
  /** Bits a channel, for instruments and formats that can have 16. */
  readonly depth?: RenderRequest['depth']
  readonly signal?: AbortSignal
  /** Told of progress, and of previews and frames. */
  readonly onEvent?: (event: RenderEvent) => void
}

/** How sources are read: as pictures, or as they are where a port takes files. */
interface Opening<Source> {
  readonly picture: (source: Source) => Promise<InputPicture>
  readonly file: (source: Source) => Promise<InputFile>
}

/** The request that options ask for. @throws InstrumentError for a port that the instrument does not have */
export async function requestFrom<S extends z.ZodObject, Source>(
  instrument: Instrument<S>,
  options: MakeOptions<S, Source>,
  open: Opening<Source>,
): Promise<RenderRequest<S>> {
  const parameters = parametersOf(instrument, {
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
  })
  const inputs: Record<string, InputPicture[]> = {}
  const files: Record<string, InputFile[]> = {}
  for (const [port, given] of Object.entries(options.inputs ?? {})) {
    const sources = Array.isArray(given) ? (given as Source[]) : [given as Source]
    if (!Object.hasOwn(instrument.inputs, port)) {
      throw new InstrumentError(
        `"${instrument.name}" has no input "${port}". It has: ${Object.keys(instrument.inputs).join(', ')}.`,
      )
    }
    if (takesFiles(instrument.inputs[port]!.kind)) files[port] = await Promise.all(sources.map(open.file))
    else inputs[port] = await Promise.all(sources.map(open.picture))
  }
  return {
    parameters,
    seed: options.seed ?? 1,
    inputs,
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(options.edits === undefined ? {} : { edits: options.edits }),
    ...(options.depth === undefined ? {} : { depth: options.depth }),
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
