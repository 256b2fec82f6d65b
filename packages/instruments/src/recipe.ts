/** Recipes of works, and requests from recipes. */
import { parseRecipe, type Recipe, type RecipeInput } from '@reverie/recipe'
import type { z } from 'zod'
import {
  InstrumentError,
  type InputPicture,
  type Instrument,
  type RenderRequest,
  type RenderResult,
} from './instrument.ts'
import { parametersOf } from './parameters.ts'

/** How a work was written. Sizes default to those that were rendered. */
export interface WorkOutput {
  /** `png`, `jpeg`, `webp`, `mp4`, … */
  readonly format: string
  /** 1 to 100, where the format has one. */
  readonly quality?: number
  readonly width?: number
  readonly height?: number
}

/**
 * The recipe of a work: everything that is needed to make it again.
 * @throws RecipeError when something in it would read like a path on a disk.
 */
export function makeRecipe<S extends z.ZodObject>(
  instrument: Pick<Instrument<S>, 'name' | 'version'>,
  request: Pick<RenderRequest<S>, 'seed' | 'inputs'>,
  result: RenderResult,
  output: WorkOutput,
): Recipe {
  const made = result.output
  const size = made.kind === 'raster' ? made.raster : made
  return parseRecipe({
    reverie: 1,
    instrument: { name: instrument.name, version: instrument.version },
    // Through JSON, which leaves out what is undefined.
    parameters: JSON.parse(JSON.stringify(result.parameters)),
    seed: request.seed,
    inputs: Object.fromEntries(
      Object.entries(request.inputs)
        .filter(([, pictures]) => pictures.length > 0)
        .map(([port, pictures]) => [port, pictures.map(({ sha256, name }) => ({ sha256, name }))]),
    ),
    models: result.models,
    output: {
      kind: made.kind,
      format: output.format,
      width: output.width ?? size.width,
      height: output.height ?? size.height,
      ...(output.quality === undefined ? {} : { quality: output.quality }),
      ...(made.kind === 'film' ? { frames: made.frames, fps: made.fps } : {}),
    },
    environment: { ...result.environment },
  })
}

/**
 * The request that makes a recipe's work again.
 * @param load finds an input by its hash; throws when it cannot
 * @throws InstrumentError when the recipe is of another instrument or of a later version of this one.
 */
export async function requestOf<S extends z.ZodObject>(
  instrument: Instrument<S>,
  recipe: Recipe,
  load: (input: RecipeInput, port: string) => Promise<InputPicture>,
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
  for (const [port, list] of Object.entries(recipe.inputs)) {
    inputs[port] = await Promise.all(list.map((input) => load(input, port)))
  }
  return { parameters: parametersOf(instrument, { parameters: recipe.parameters }), seed: recipe.seed, inputs }
}
