/** A work made again: from its recipe to a request, with its inputs found by their content. */
import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImage } from '@reverie/image/node'
import {
  instruments,
  requestOf,
  type InputFile,
  type InputPicture,
  type Instrument,
  type RenderRequest,
  type Size,
} from '@reverie/instruments'
import type { InputStore, Recipe, RecipeInput } from '@reverie/recipe'
import type { PieceFinder } from './collections.ts'
import { readInput } from './inputs.ts'
import { unknownName } from './problems.ts'

/** Missing inputs that are named; of more than these a few. */
const MOST_MISSING = 10
const FEW_MISSING = 3

/** Inputs of a recipe that nobody has. */
class MissingInputs extends Error {
  override readonly name = 'MissingInputs'
  readonly inputs: readonly RecipeInput[]

  constructor(inputs: readonly RecipeInput[]) {
    const isMany = inputs.length > MOST_MISSING
    const named = inputs
      .slice(0, isMany ? FEW_MISSING : MOST_MISSING)
      .map(({ name, sha256 }) => `"${name}" (SHA-256 ${sha256})`)
      .join(', ')
    const several = isMany ? `${inputs.length} inputs, such as ${named},` : `The inputs ${named}`
    const subject = inputs.length === 1 ? `The input ${named} is` : `${several} are`
    super(
      `${subject} not in the input store. Say where to look: --inputs <folder>, with a folder of pictures or a collection.`,
    )
    this.inputs = inputs
  }
}

/** The instrument of a recipe. @throws Error when this Reverie has no such instrument. */
export function instrumentOf(recipe: Recipe): Instrument {
  const { name } = recipe.instrument
  const instrument = (instruments as Record<string, Instrument>)[name]
  if (instrument === undefined) throw new Error(unknownName('instrument', name, Object.keys(instruments)))
  return instrument
}

/**
 * The request that makes a recipe's work again.
 *
 * @param size another size for it.
 * @param finder where pieces of collections are looked for before the store.
 * @throws MissingInputs when inputs are neither in the store nor in the folders that it searches.
 */
export async function requestAgain(
  recipe: Recipe,
  store: InputStore,
  size?: SizeWish,
  finder?: PieceFinder,
): Promise<RenderRequest> {
  const instrument = instrumentOf(recipe)
  const missing: RecipeInput[] = []
  for (const [port, inputs] of Object.entries(recipe.inputs)) {
    for (const input of inputs) {
      const found =
        instrument.inputs[port]?.kind === 'images'
          ? ((await finder?.has(input.sha256)) ?? false) ||
            (await store.get(input.sha256, input.name)) !== undefined
          : (await store.get(input.sha256, input.name)) !== undefined
      if (!found) missing.push(input)
      // Enough to be told of: looking for thousands of files that are not there takes minutes.
      if (missing.length > MOST_MISSING) throw new MissingInputs(missing)
    }
  }
  if (missing.length > 0) throw new MissingInputs(missing)
  const request = await requestOf(
    instrument,
    recipe,
    (input) => load(input, recipe, store),
    (input) => loadFile(input, store),
    async (input) => {
      const bytes = (await finder?.find(input.sha256)) ?? (await store.get(input.sha256, input.name))
      if (bytes === undefined) throw new MissingInputs([input])
      return bytes
    },
  )
  const planned = instrument.plan(request)
  // A work that was itself made at another size than its settings say, by `--size`, comes back at that size.
  const wanted = size === undefined ? recipe.output : sizeFrom(size, planned)
  return wanted.width === planned.width && wanted.height === planned.height
    ? request
    : instrument.resize(request, { width: wanted.width, height: wanted.height })
}

async function loadFile(input: RecipeInput, store: InputStore): Promise<InputFile> {
  return { ...input, bytes: (await store.get(input.sha256, input.name))! }
}

async function load(input: RecipeInput, recipe: Recipe, store: InputStore): Promise<InputPicture> {
  const bytes = (await store.get(input.sha256, input.name))!
  const film = recipe.output.kind === 'film' && /\.(mp4|m4v|mov|webm|mkv|avi|gif|webp)$/i.test(input.name)
  if (!film) return { ...input, raster: (await readImage(bytes, { name: input.name })).raster }
  // Decoders of films want a file.
  const folder = await mkdtemp(join(tmpdir(), 'reverie-input-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, input.name)
  await writeFile(path, bytes)
  return readInput(path, { film: true })
}

/** `--size`: exact sides, or the longer one. */
export type SizeWish = Size | { readonly side: number }

/** Reads `1920x1080` or `1920`. `undefined` when it is neither. */
export function readSize(text: string): SizeWish | undefined {
  const [, first, second] = /^(\d{1,5})(?:\s*[x×]\s*(\d{1,5}))?$/i.exec(text.trim()) ?? []
  if (first === undefined || Number(first) === 0 || Number(second ?? 1) === 0) return undefined
  return second === undefined ? { side: Number(first) } : { width: Number(first), height: Number(second) }
}

function sizeFrom(wish: SizeWish, { width, height }: Size): Size {
  if ('width' in wish) return wish
  const scale = wish.side / Math.max(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
