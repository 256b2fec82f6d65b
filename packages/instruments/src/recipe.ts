/** Recipes of works, and requests from recipes. */
import { parseRecipe, type Recipe, type RecipeInput } from '@reverie/recipe'
import type { z } from 'zod'
import {
  InstrumentError,
  takesFiles,
  type InputFile,
  type InputPicture,
  type InputPiece,
  type Instrument,
  type RenderRequest,
  type RenderResult,
  type Size,
} from './instrument.ts'
import { parametersOf } from './parameters.ts'

/** How a work was written. Sizes default to those that were rendered. */
export interface WorkOutput {
  /** `png`, `jpeg`, `webp`, `mp4`, … */
  readonly format: string
  /** 1 to 100, where the format has one. */
  readonly quality?: number
  /** Pixels an inch on paper, where the file says so. */
  readonly dpi?: number
  readonly width?: number
  readonly height?: number
}

/** What was made, as far as a recipe tells it. */
export type Described = Pick<RenderResult, 'parameters' | 'models' | 'environment'> & {
  readonly output: RenderResult['output'] | ({ readonly kind: 'vector' | 'text' } & Size)
}

/**
 * The recipe of a work: everything that is needed to make it again.
 * @throws RecipeError when something in it would read like a path on a disk.
 */
export function makeRecipe<S extends z.ZodObject>(
  instrument: Pick<Instrument<S>, 'name' | 'version' | 'digitalSourceType'>,
  request: Pick<RenderRequest<S>, 'seed' | 'inputs' | 'files' | 'pieces' | 'edits' | 'parents' | 'depth'>,
  result: Described,
  output: WorkOutput,
): Recipe {
  const made = result.output
  const size = made.kind === 'raster' ? made.raster : made
  const { edits = [], parents = [] } = request
  return parseRecipe({
    reverie: 1,
    instrument: { name: instrument.name, version: instrument.version },
    // Through JSON, which leaves out what is undefined.
    parameters: JSON.parse(JSON.stringify(result.parameters)),
    seed: request.seed,
    ...(edits.length > 0 ? { edits } : {}),
    inputs: recordedInputs(request),
    models: result.models,
    ...(parents.length > 0 ? { parents } : {}),
    output: {
      kind: made.kind === 'bands' ? 'raster' : made.kind,
      format: output.format,
      width: output.width ?? size.width,
      height: output.height ?? size.height,
      ...(output.quality === undefined ? {} : { quality: output.quality }),
      ...(output.dpi === undefined ? {} : { dpi: output.dpi }),
      ...((made.kind === 'raster' || made.kind === 'bands') && request.depth === 16 ? { depth: 16 } : {}),
      ...(made.kind === 'film' ? { frames: made.frames, fps: made.fps } : {}),
    },
    digitalSourceType: instrument.digitalSourceType(request),
    environment: { ...result.environment },
  })
}

/** What a recipe says of the files that went into a work, by port. */
export function recordedInputs({
  inputs,
  files,
  pieces,
}: Pick<RenderRequest, 'inputs' | 'files' | 'pieces'>): Recipe['inputs'] {
  return Object.fromEntries(
    Object.entries({ ...inputs, ...files, ...pieces })
      .filter(([, list]) => list.length > 0)
      .map(([port, list]) => [port, list.map(({ sha256, name }) => ({ sha256, name }))]),
  )
}

/**
 * The request that makes a recipe's work again.
 * @param load finds a picture by its hash; throws when it cannot
 * @param loadFile the same for ports that take files as they are
 * @param readPiece the bytes of one of many pictures, asked for when they are needed
 * @throws InstrumentError when the recipe is of another instrument or of a later version of this one.
 */
export async function requestOf<S extends z.ZodObject>(
  instrument: Instrument<S>,
  recipe: Recipe,
  load: (input: RecipeInput, port: string) => Promise<InputPicture>,
  loadFile?: (input: RecipeInput, port: string) => Promise<InputFile>,
  readPiece?: (input: RecipeInput, port: string) => Promise<Uint8Array>,
): Promise<RenderRequest<S>> {
  const { name, version } = recipe.instrument
  if (name !== instrument.name) {
    throw new InstrumentError(`The recipe is of the instrument "${name}", not of "${instrument.name}".`)
  }
  if (version > instrument.version) {
    throw new InstrumentError(
      `The recipe is of version ${version} of "${name}" and this Reverie has version ${instrument.version}. ` +
        'Update Reverie to render it.',
    )
  }
  const inputs: Record<string, InputPicture[]> = {}
  const files: Record<string, InputFile[]> = {}
  const pieces: Record<string, InputPiece[]> = {}
  for (const [port, list] of Object.entries(recipe.inputs)) {
    const known = instrument.inputs[port]
    if (readPiece !== undefined && known?.kind === 'images')
      pieces[port] = list.map((input) => ({ ...input, read: () => readPiece(input, port) }))
    else if (loadFile !== undefined && known !== undefined && takesFiles(known.kind))
      files[port] = await Promise.all(list.map((input) => loadFile(input, port)))
    else inputs[port] = await Promise.all(list.map((input) => load(input, port)))
  }
  const { edits, parents, output } = recipe
  return {
    parameters: parametersOf(instrument, { parameters: recipe.parameters }),
    seed: recipe.seed,
    inputs,
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(Object.keys(pieces).length === 0 ? {} : { pieces }),
    ...(edits === undefined ? {} : { edits }),
    ...(parents === undefined ? {} : { parents }),
    ...(output.depth === undefined ? {} : { depth: output.depth }),
  }
}
