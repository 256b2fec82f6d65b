/** Models in Node: the built-in ones, ONNX files, and those that a person added to the store in the user's cache. */
import { readFile, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOnnx } from '@reverie/graph'
import { sha256 } from '@reverie/recipe'
import { cacheFolder, writeFileAtomic } from '@reverie/recipe/node'
import { builtInCard, listModels } from './builtin/index.ts'
import { modelCard, parsePartialCard, type ModelCard, type PartialCard } from './card.ts'
import { convertTfjs, readTfjs } from './convert/tfjs/convert.ts'
import { ModelError } from './error.ts'
import { freeIdentifier, identifierOf } from './identifier.ts'
import { modelFrom, type Model } from './model.ts'

/** Where added models are kept. */
export interface StoreOptions {
  /** Default: `reverie/models` in the user's cache. */
  readonly folder?: string
}

const storeFolder = (options: StoreOptions): string => options.folder ?? join(cacheFolder(), 'reverie', 'models')

/**
 * Opens a model.
 * @param idOrPath a built-in model, one that was added, or a path to an ONNX file or a TFJS `model.json`. A card may lie
 * beside a file as `<name>.card.json`.
 * @throws ModelError when there is no such model, its file is not the one that its card names, or it takes no pictures.
 */
export async function openModel(idOrPath: string, options: StoreOptions = {}): Promise<Model> {
  const builtIn = builtInCard(idOrPath)
  if (builtIn !== undefined) {
    return openStored(fileURLToPath(new URL(`../${builtIn.id}/model.onnx`, import.meta.url)), builtIn)
  }
  const added = await cardInStore(idOrPath, options)
  if (added !== undefined) return openStored(join(storeFolder(options), added.id, 'model.onnx'), added)
  const { bytes, card } = await readModelFile(idOrPath, options)
  return modelFrom({ bytes, sha256: await sha256(bytes), id: card.id ?? identifierOf(idOrPath), card })
}

/**
 * Keeps a network of a person's own in the store, where `openModel` finds it by its identifier.
 * @param path an ONNX file or a TFJS `model.json` with its shards; a card may lie beside it as `<name>.card.json`.
 * @returns its card, with what was guessed.
 * @throws ModelError when it cannot be used.
 */
export async function addModel(path: string, options: StoreOptions = {}): Promise<ModelCard> {
  const { bytes, card } = await readModelFile(path, options)
  const hash = await sha256(bytes)
  const id = await freeIdentifier(
    card.id ?? identifierOf(path),
    hash,
    async (wanted) => (await cardInStore(wanted, options))?.sha256,
  )
  const model = modelFrom({ bytes, sha256: hash, id, card: { ...card, id } })
  const folder = join(storeFolder(options), id)
  // The card comes last: a model without one is not listed, so an interrupt leaves nothing half there.
  await writeFileAtomic(join(folder, 'model.onnx'), bytes)
  await writeFileAtomic(
    join(folder, 'card.json'),
    new TextEncoder().encode(`${JSON.stringify(model.card, undefined, 2)}\n`),
  )
  return model.card
}

/** Cards of the models that were added, by name. */
export async function listAddedModels(options: StoreOptions = {}): Promise<ModelCard[]> {
  const names = await readdir(storeFolder(options)).catch(() => [])
  const cards = await Promise.all(
    [...names].sort((a, b) => a.localeCompare(b)).map((name) => cardInStore(name, options)),
  )
  return cards.filter((card) => card !== undefined)
}

async function cardInStore(id: string, options: StoreOptions): Promise<ModelCard | undefined> {
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(id)) return undefined
  const text = await readIfThere(join(storeFolder(options), id, 'card.json'))
  if (text === undefined) return undefined
  try {
    return modelCard.parse(JSON.parse(new TextDecoder().decode(text)))
  } catch {
    return undefined // No card, thus no model: a file that somebody damaged must not hide the others.
  }
}

async function openStored(path: string, card: ModelCard): Promise<Model> {
  const bytes = await readIfThere(path)
  if (bytes === undefined)
    throw new ModelError(`The file of model "${card.id}" is missing: ${path}. Install it again.`)
  const found = await sha256(bytes)
  if (found !== card.sha256) {
    throw new ModelError(
      `The file of model "${card.id}" should have the SHA-256 ${card.sha256}, found ${found}: it was changed or cut short. ` +
        `Install it again.`,
    )
  }
  return modelFrom({ bytes, sha256: found, id: card.id, card })
}

/** A person's file as ONNX, with the card beside it. */
async function readModelFile(
  path: string,
  options: StoreOptions,
): Promise<{ bytes: Uint8Array; card: PartialCard }> {
  const bytes = await readIfThere(path)
  if (bytes === undefined) {
    const ids = [...listModels(), ...(await listAddedModels(options))].map((card) => card.id)
    throw new ModelError(
      `There is no model "${path}", and no file of that name. Models are: ${ids.join(', ')}. ` +
        `Give one of them or the path of an ONNX file.`,
    )
  }
  const cardPath = path.replace(/\.(onnx|json)$/i, '') + '.card.json'
  const text = await readIfThere(cardPath)
  const card = text === undefined ? {} : parsePartialCard(new TextDecoder().decode(text), basename(cardPath))
  return { bytes: path.toLowerCase().endsWith('.json') ? await convert(path, bytes) : bytes, card }
}

async function convert(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new ModelError(
      `"${path}" should be a TensorFlow.js model.json: it is not JSON (${(error as Error).message}). Fetch or save it again.`,
    )
  }
  const model = await readTfjs(json, async (shard) => {
    const part = await readIfThere(join(dirname(path), shard))
    if (part === undefined)
      throw new ModelError(`Shard "${shard}" of "${path}" is missing. Put it beside the model.json.`)
    return part
  })
  return writeOnnx(convertTfjs(model, { keepCodes: true }).graph)
}

/** A file's bytes; undefined when there is none. Other failures are failures. */
async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw new ModelError(`"${path}" cannot be read: ${(error as Error).message}`)
  }
}
