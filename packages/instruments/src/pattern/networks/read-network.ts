/**
 * Networks from elsewhere, recognised by what is in their files (README.md lists the kinds).
 *
 * Files are a stranger's: sizes are looked at before anything is allocated, and whatever cannot be read is refused with
 * sentences that say what was expected, what was found and what to do.
 */
import { GraphError, readOnnx, type Graph } from '@reverie/graph'
import { ModelError } from '@reverie/models'
import { InstrumentError } from '../../instrument.ts'
import type { PatternNetwork } from '../network.ts'
import { checked } from './chain.ts'
import { limits } from './check-network.ts'
import { featuresFor } from './features.ts'
import { networkFromGraph } from './graph/network-from-graph.ts'
import { isHdf5 } from './hdf5.ts'
import { readKerasArchive, readKerasHdf5, unzipped } from './keras.ts'
import { isNpy, readNpy } from './npy.ts'
import { networkOfOnnx } from './onnx-form.ts'
import { isObject, parseJson } from './parse-json.ts'
import { refuse, type NetworkFile, type ReadNetworkOptions } from './reading.ts'
import { isRecurrent, readRecurrent } from './recurrent.ts'
import { isReverieJson, readReverieJson } from './reverie-json.ts'
import { isSafetensors, readSafetensors } from './safetensors.ts'
import { isTfjs, readTfjsFiles } from './tfjs.ts'

/**
 * Reads a network.
 * @param files one file, or those that belong together: a `model.json` and its shards, a Keras JSON and its weights in HDF5,
 * several `.npy` arrays
 * @throws InstrumentError with one sentence a problem
 */
export async function readNetwork(
  files: readonly NetworkFile[],
  options: ReadNetworkOptions = {},
): Promise<PatternNetwork> {
  const subject = files.length === 1 ? `"${files[0]!.name}"` : 'The network'
  try {
    refuseSizes(files)
    return checked(withOptions(await readKind(files, subject, options), options))
  } catch (error) {
    const isSentence =
      error instanceof InstrumentError || error instanceof GraphError || error instanceof ModelError
    if (!isSentence) throw error
    const { message } = error
    throw new InstrumentError(
      message.startsWith(subject) ? message : `${subject} cannot be read as a pattern's network. ${message}`,
      { cause: error },
    )
  }
}

function refuseSizes(files: readonly NetworkFile[]): void {
  if (files.length === 0) refuse(['There is no file. Give the file of a network.'])
  refuseAny(
    files.flatMap(({ name, bytes: { length } }) => {
      if (length === 0) return [`"${name}" is empty. Fetch or save it again.`]
      return length > limits.file ? [`"${name}" has ${length} bytes; at most ${limits.file} are read.`] : []
    }),
  )
}

/** Whether the file begins with nothing but printable ASCII and white space. Markup is not meant: `readOnnx` knows web pages. */
function isText(bytes: Uint8Array): boolean {
  return (
    bytes[0] !== 0x3c &&
    bytes.subarray(0, 512).every((byte) => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13))
  )
}

function refuseAny(problems: readonly string[]): void {
  if (problems.length > 0) refuse(problems)
}

async function readKind(
  files: readonly NetworkFile[],
  subject: string,
  options: ReadNetworkOptions,
): Promise<PatternNetwork> {
  if (files.every(({ bytes }) => isNpy(bytes))) return readNpy(files, options)
  const main = mainText(files)
  if (main !== undefined) {
    return readJson(
      main,
      files.filter((file) => file !== main),
      options,
    )
  }
  if (files.length > 1) {
    const names = files.map(({ name }) => `"${name}"`).join(', ')
    refuse([
      `${names} do not belong together: one file, a model.json with its shards, a Keras JSON with its weights, or .npy ` +
        `arrays were expected.`,
    ])
  }
  const file = files[0]!
  if (isSafetensors(file.bytes)) return readSafetensors(file.bytes, subject, options)
  if (isHdf5(file.bytes)) return named(await readKerasHdf5(file, options), options)
  if (isZip(file.bytes)) return readArchive(file, options)
  if (isPickle(file.bytes)) {
    refuse([
      `It looks like a pickle, which can run code: those are not read. Save the weights as safetensors, or the model as ONNX.`,
    ])
  }
  // Any bytes may begin a protobuf message; a text does not, and "cut short" would be a wrong word for it.
  if (isText(file.bytes)) {
    refuse([
      `It is text, and not JSON. Networks are read from JSON (Reverie's own, recurrent.js, TensorFlow.js, Keras), ONNX, safetensors, HDF5 and NumPy files.`,
    ])
  }
  const graph = readOnnx(file.bytes, { name: file.name })
  return networkOfOnnx(graph) ?? named(graph, options)
}

async function readJson(
  file: NetworkFile,
  others: readonly NetworkFile[],
  options: ReadNetworkOptions,
): Promise<PatternNetwork> {
  const json = parseJson(file.bytes, `"${file.name}"`)
  if (isTfjs(json)) return named(await readTfjsFiles(json, others, options), options)
  const isKeras = isObject(json) && 'class_name' in json && 'config' in json
  if (isKeras && others.length === 1 && isHdf5(others[0]!.bytes)) {
    return named(await readKerasHdf5(others[0]!, options, json), options)
  }
  if (isKeras) {
    refuse([
      `"${file.name}" is a Keras model without its weights. Give one HDF5 file of weights with it, or save the whole model.`,
    ])
  }
  if (others.length > 0) {
    refuse([
      `"${file.name}" has nothing to do with ${others.map(({ name }) => `"${name}"`).join(', ')}. Give it alone.`,
    ])
  }
  if (isReverieJson(json)) return readReverieJson(json)
  if (isRecurrent(json)) return readRecurrent(json, options)
  const found = isObject(json)
    ? `an object with ${listed(Object.keys(json))}`
    : Array.isArray(json)
      ? 'a list'
      : typeof json
  return refuse([
    `It is JSON of another kind (${found}). Networks of Reverie, matrices {"n", "d", "w"} of recurrent.js, a TensorFlow.js ` +
      `model.json and Keras models are read.`,
  ])
}

const listed = (keys: readonly string[]): string =>
  keys.length === 0
    ? 'no keys'
    : `the keys ${keys
        .slice(0, 6)
        .map((key) => `"${key.slice(0, 40)}"`)
        .join(', ')}`

async function readArchive(file: NetworkFile, options: ReadNetworkOptions): Promise<PatternNetwork> {
  const keras = new Set(['config.json', 'metadata.json', 'model.weights.h5'])
  const files = unzipped(file, (name) => keras.has(name) || name.endsWith('.npy'))
  const arrays = Object.entries(files).filter(([, bytes]) => isNpy(bytes))
  if (arrays.length > 0)
    return readNpy(
      arrays.map(([name, bytes]) => ({ name, bytes })),
      options,
    )
  return named(await readKerasArchive(file, files, options), options)
}

/** The network of a graph, its columns named. */
function named(graph: Graph, options: ReadNetworkOptions): PatternNetwork {
  const wanted = options.outputs
  const outputs = graph.outputs.filter(({ name }) => wanted === undefined || wanted.includes(name))
  if (wanted !== undefined && outputs.length < wanted.length) {
    refuse([
      `There is no output ${wanted.filter((name) => !graph.outputs.some((each) => each.name === name)).join(', ')}. ` +
        `It has: ${graph.outputs.map(({ name }) => name).join(', ')}.`,
    ])
  }
  const { features, layers, skips } = networkFromGraph({ ...graph, outputs })
  return {
    features: options.features ?? featuresFor(features, options.preset ?? 'cppn-tensorflow'),
    layers,
    skips,
    arithmetic: 'float32',
  }
}

/** What is asked for instead of what the file says. */
function withOptions(network: PatternNetwork, { features, outputActivation }: ReadNetworkOptions): PatternNetwork {
  const last = network.layers.at(-1)
  const isOther =
    outputActivation !== undefined && last !== undefined && last.activations.join() !== outputActivation
  return {
    ...network,
    features: features ?? network.features,
    ...(isOther
      ? {
          layers: [...network.layers.slice(0, -1), { ...last, activations: [outputActivation] }],
          arithmetic: 'float32',
        }
      : {}),
  }
}

/** The JSON among files. Any shard may begin as JSON does, so that names decide where several do. */
function mainText(files: readonly NetworkFile[]): NetworkFile | undefined {
  const texts = files.filter(({ bytes }) => isJson(bytes))
  const named = texts.filter(({ name }) => name.toLowerCase().endsWith('.json'))
  return texts.length === 1 ? texts[0] : named.length === 1 ? named[0] : undefined
}

/** Text whose first character opens an object or a list; a byte order mark may come before. */
function isJson(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length && [0x20, 0x09, 0x0a, 0x0d].includes(bytes[at]!)) at++
  return bytes[at] === 0x7b || bytes[at] === 0x5b
}

const isZip = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 4)) === 'PK\x03\x04'

/** Protocol 2 or later. */
const isPickle = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5
