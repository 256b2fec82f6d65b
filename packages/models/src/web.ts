/**
 * Models in browsers: the built-in ones, fetched when first opened and then kept in the Cache API, and those that a person
 * added, kept in the origin private file system. Works in pages and workers.
 */
import { writeOnnx } from '@reverie/graph'
import { sha256 } from '@reverie/recipe'
import { builtInCard, listModels } from './builtin/index.ts'
import { modelCard, parsePartialCard, type ModelCard, type PartialCard } from './card.ts'
import { convertTfjs, readTfjs } from './convert/tfjs/convert.ts'
import { fetchModel, type FetchOptions } from './fetch-model.ts'
import { ModelError } from './error.ts'
import { freeIdentifier, identifierOf } from './identifier.ts'
import { modelFrom, type Model } from './model.ts'

// Written out, since bundlers find files by this very expression and give them names with a hash.
const FILES: Readonly<Record<string, URL>> = {
  inception: new URL('../inception/model.onnx', import.meta.url),
  mobilenet: new URL('../mobilenet/model.onnx', import.meta.url),
}

/**
 * Opens a built-in model, or one that was added.
 * @param options.onProgress gets the bytes that have come and their total, while a model is fetched.
 * @throws ModelError when there is no such model, or what was fetched is not the file that the card names.
 */
export async function openModel(id: string, options: FetchOptions = {}): Promise<Model> {
  const card = builtInCard(id)
  const url = FILES[id]
  if (card !== undefined && url !== undefined) {
    const bytes = await fetchModel(url, card, options)
    return modelFrom({ bytes, sha256: card.sha256, id, card })
  }
  const added = await cardInStore(id)
  if (added === undefined) {
    const ids = [...listModels(), ...(await listAddedModels())].map((each) => each.id)
    throw new ModelError(
      `There is no model "${id}". Models are: ${ids.join(', ')}. Add an ONNX file to have another.`,
    )
  }
  const bytes = await fileBytes(await folderOf(id), 'model.onnx')
  if (bytes === undefined || (await sha256(bytes)) !== added.sha256) {
    throw new ModelError(`The file of model "${id}" was changed or cut short. Add it again.`)
  }
  return modelFrom({ bytes, sha256: added.sha256, id, card: added })
}

/**
 * Keeps a network of a person's own in this browser.
 * @param files an ONNX file, or a TFJS `model.json` and its shards; a card may come along as `<name>.card.json`.
 * @returns its card, with what was guessed.
 * @throws ModelError when it cannot be used, or the browser gives no private file storage.
 */
export async function addModel(files: File | readonly File[]): Promise<ModelCard> {
  const all = files instanceof File ? [files] : [...files]
  const network = all.find(({ name }) => /\.onnx$/i.test(name)) ?? all.find(({ name }) => isTopology(name))
  if (network === undefined) throw new ModelError('An ONNX file, or a TensorFlow.js model.json, was expected.')
  const cardFile = all.find(({ name }) => name.endsWith('.card.json'))
  const card: PartialCard = cardFile === undefined ? {} : parsePartialCard(await cardFile.text(), cardFile.name)
  const bytes = isTopology(network.name) ? await convert(network, all) : await contentOf(network)
  const hash = await sha256(bytes)
  const id = await freeIdentifier(
    card.id ?? identifierOf(network.name),
    hash,
    async (wanted) => (await cardInStore(wanted))?.sha256,
  )
  const model = modelFrom({ bytes, sha256: hash, id, card: { ...card, id } })
  const folder = await folderOf(id, true)
  // The card comes last: a model without one is not listed, so an interrupt leaves nothing half there.
  await write(folder, 'model.onnx', bytes)
  await write(folder, 'card.json', new TextEncoder().encode(JSON.stringify(model.card)))
  return model.card
}

/** Cards of the models that were added in this browser, by name. */
export async function listAddedModels(): Promise<ModelCard[]> {
  const names: string[] = []
  try {
    for await (const name of (await storeFolder(false)).keys()) names.push(name)
  } catch {
    return [] // nothing was ever added, or nothing can be
  }
  const cards = await Promise.all(names.sort((a, b) => a.localeCompare(b)).map(cardInStore))
  return cards.filter((card) => card !== undefined)
}

const isTopology = (name: string): boolean => /\.json$/i.test(name) && !name.endsWith('.card.json')

async function convert(topology: File, files: readonly File[]): Promise<Uint8Array<ArrayBuffer>> {
  let json: unknown
  try {
    json = JSON.parse(await topology.text())
  } catch (error) {
    throw new ModelError(`"${topology.name}" should be a TensorFlow.js model.json: ${(error as Error).message}`)
  }
  const model = await readTfjs(json, async (path) => {
    const shard = files.find(({ name }) => name === path.split('/').at(-1))
    if (shard === undefined)
      throw new ModelError(`Shard "${path}" is missing. Choose it together with "${topology.name}".`)
    return contentOf(shard)
  })
  return writeOnnx(convertTfjs(model, { keepCodes: true }).graph)
}

async function cardInStore(id: string): Promise<ModelCard | undefined> {
  try {
    const bytes = await fileBytes(await folderOf(id), 'card.json')
    const result = modelCard.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return result.success ? result.data : undefined
  } catch {
    return undefined // not kept
  }
}

async function storeFolder(create: boolean): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle('models', { create })
}

async function folderOf(id: string, create = false): Promise<FileSystemDirectoryHandle> {
  try {
    return await (await storeFolder(create)).getDirectoryHandle(id, { create })
  } catch (cause) {
    throw new ModelError(
      'This browser gives no private file storage here, so models cannot be kept: leave the private window.',
      { cause },
    )
  }
}

async function fileBytes(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await contentOf(await (await folder.getFileHandle(name)).getFile())
  } catch {
    return undefined // not kept
  }
}

async function contentOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer())
}

async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable()
  await stream.write(bytes)
  await stream.close()
}
