/**
 * Keras' own files: `.keras` archives, whole models in HDF5, and weights in HDF5 with the JSON of their model. They become the
 * graph that a TFJS file becomes, by the converter of @reverie/models.
 */
import { strFromU8, unzipSync, type UnzipFileInfo } from 'fflate'
import type { Graph } from '@reverie/graph'
import { convertTfjs, kerasModel, type TfjsModel } from '@reverie/models'
import { InstrumentError } from '../../instrument.ts'
import { limits } from './check-network.ts'
import { readHdf5 } from './hdf5.ts'
import { parseJson, parseJsonText } from './parse-json.ts'
import type { NetworkFile, ReadNetworkOptions } from './reading.ts'

/** A model with as many layers as this is no pattern's; the converter follows them one inside the other. */
const MOST_LAYERS = 2048

/** The graph of a model in memory. */
export function graphOfModel(model: TfjsModel, options: ReadNetworkOptions): Graph {
  const found = model.topology.layers.length
  if (found > MOST_LAYERS) {
    throw new InstrumentError(`The model has ${found} layers; at most ${MOST_LAYERS} are read.`)
  }
  return convertTfjs(model, options.outputs === undefined ? {} : { outputs: options.outputs }).graph
}

/**
 * The graph of a model in HDF5.
 * @param topology the parsed JSON of the model, where the file has weights only
 */
export async function readKerasHdf5(
  file: NetworkFile,
  options: ReadNetworkOptions,
  topology?: unknown,
): Promise<Graph> {
  const subject = `"${file.name}"`
  const { weights, texts } = await readHdf5(file.bytes, subject)
  const config = texts['model_config']
  if (topology === undefined && config === undefined) {
    throw new InstrumentError(
      `${subject} holds weights without their model. Give the model's JSON (model.to_json()) with it, or save the whole model.`,
    )
  }
  return graphOfModel(kerasModel(topology ?? parseJsonText(config!, `The model in ${subject}`), weights), options)
}

/** The files of a zip archive by name, those that are wanted. @throws InstrumentError when it is damaged or too large. */
export function unzipped(file: NetworkFile, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  const names: string[] = []
  const isRead = ({ name, originalSize }: UnzipFileInfo): boolean => {
    names.push(name)
    if (!wanted(name)) return false
    if (originalSize <= limits.file) return true
    throw new InstrumentError(
      `"${name}" in "${file.name}" unpacks to ${originalSize} bytes; at most ${limits.file} are read.`,
    )
  }
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(file.bytes, { filter: isRead })
  } catch (error) {
    if (error instanceof InstrumentError) throw error
    throw new InstrumentError(
      `"${file.name}" is not a whole zip archive (${(error as Error).message}). It may be cut short; fetch or save it again.`,
    )
  }
  if (Object.keys(files).length > 0) return files
  const isTorch = names.some((name) => name.endsWith('data.pkl'))
  throw new InstrumentError(
    isTorch
      ? `"${file.name}" is a PyTorch file, whose pickles can run code: they are not read. Save the weights as safetensors, or the ` +
          `model as ONNX.`
      : `"${file.name}" is a zip archive, but neither of Keras (config.json and model.weights.h5) nor of NumPy (.npy files). ` +
          `It holds: ${names.slice(0, 8).join(', ') || 'nothing'}.`,
  )
}

/** The graph of a `.keras` archive's files. */
export function readKerasArchive(
  file: NetworkFile,
  files: Readonly<Record<string, Uint8Array>>,
  options: ReadNetworkOptions,
): Promise<Graph> {
  const [config, weights] = [files['config.json'], files['model.weights.h5']]
  if (config === undefined || weights === undefined) {
    const missing = config === undefined ? 'config.json' : 'model.weights.h5'
    throw new InstrumentError(`"${file.name}" has no ${missing}, which a .keras archive has. Save the model again.`)
  }
  const { keras_version: version = '' } =
    files['metadata.json'] === undefined ? {} : metadataOf(files['metadata.json'])
  const topology = parseJson(config, `"config.json" in "${file.name}"`)
  return readKerasHdf5({ name: `${file.name}/model.weights.h5`, bytes: weights }, options, {
    keras_version: version,
    model_config: topology,
  })
}

function metadataOf(bytes: Uint8Array): { readonly keras_version?: unknown } {
  try {
    return JSON.parse(strFromU8(bytes)) as { readonly keras_version?: unknown }
  } catch {
    return {} // It says nothing that is needed.
  }
}
