/** TensorFlow.js, the reference that conversions are compared with, and what it saves brought to Keras' dialects. */
import '@tensorflow/tfjs-backend-cpu'
import * as core from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-layers'
import { createRandom } from '@reverie/recipe'
import { readTfjs, type TfjsModel } from '@reverie/models'

export { core, tf }

/** The layers model that a function of its input makes, with random weights (variances are positive). */
export function modelOf(
  shape: (number | null)[],
  make: (input: tf.SymbolicTensor) => tf.SymbolicTensor,
  seed = 1,
): tf.LayersModel {
  const input = tf.input({ shape })
  const model = tf.model({ inputs: input, outputs: make(input) })
  randomize(model, seed)
  return model
}

/** Sets all weights, moving statistics included, to random values. */
export function randomize(model: tf.LayersModel, seed: number): void {
  const random = createRandom(seed)
  const values = model.weights.map((weight) => {
    const size = weight.shape.reduce<number>((product, each) => product * (each ?? 1), 1)
    const positive = weight.name.includes('variance')
    const numbers = Float32Array.from({ length: size }, () =>
      positive ? 0.5 + random.next() : random.next() * 2 - 1,
    )
    return core.tensor(numbers, weight.shape as number[])
  })
  model.setWeights(values)
}

/** What TensorFlow.js saves of a model: a `model.json` and the bytes of its shard. */
export interface Saved {
  readonly json: {
    readonly modelTopology: unknown
    readonly weightsManifest: { paths: string[]; weights: Entry[] }[]
  }
  readonly shard: Uint8Array
}

type Entry = { name: string; shape: number[]; dtype: string; quantization?: Record<string, unknown> }

export async function save(model: tf.LayersModel): Promise<Saved> {
  const artifacts: core.io.ModelArtifacts[] = []
  await model.save(
    core.io.withSaveHandler(async (made) => {
      artifacts.push(made)
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
    }),
  )
  const [made] = artifacts
  return {
    json: {
      modelTopology: made!.modelTopology,
      weightsManifest: [{ paths: ['shard'], weights: made!.weightSpecs as Entry[] }],
    },
    shard: new Uint8Array(made!.weightData as ArrayBuffer),
  }
}

/** Reads what was saved. */
export function read(saved: Saved): Promise<TfjsModel> {
  return readTfjs(structuredClone(saved.json), async () => saved.shard)
}

type Json = Record<string, unknown>

/** The topology as the Python converter writes it of Keras 2. */
export function asKeras2(topology: unknown): Json {
  const { class_name, config } = topology as Json
  return { keras_version: '2.11.0', backend: 'tensorflow', model_config: { class_name, config } }
}

/** The topology as the Python converter writes it of Keras 3. */
export function asKeras3(topology: unknown): Json {
  return { keras_version: '3.6.0', backend: 'tensorflow', model_config: keras3Layer(topology as Json) }
}

function keras3Layer(layer: Json): Json {
  const config = { ...(layer['config'] as Json) }
  if ('batch_input_shape' in config) {
    config['batch_shape'] = config['batch_input_shape']
    delete config['batch_input_shape']
  }
  if ('dtype' in config) {
    config['dtype'] = {
      module: 'keras',
      class_name: 'DTypePolicy',
      config: { name: 'float32' },
      registered_name: null,
    }
  }
  if (Array.isArray(config['layers'])) {
    config['layers'] = (config['layers'] as Json[]).map(keras3Layer)
    // Keras 3 writes a single input or output without a list around it.
    for (const key of ['input_layers', 'output_layers']) {
      const ends = config[key] as unknown[] | undefined
      if (ends?.length === 1) config[key] = ends[0]
    }
  }
  const inbound = layer['inbound_nodes'] as [string, number, number, Json][][] | undefined
  return {
    module: 'keras.layers',
    class_name: layer['class_name'],
    config,
    registered_name: null,
    build_config: {},
    ...('name' in layer ? { name: layer['name'] } : {}),
    ...(inbound === undefined ? {} : { inbound_nodes: inbound.map(keras3Node) }),
  }
}

function keras3Node(references: [string, number, number, Json][]): Json {
  const tensors = references.map(([name, node, tensor]) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null], dtype: 'float32', keras_history: [name, node, tensor] },
  }))
  return { args: tensors.length === 1 ? tensors : [tensors], kwargs: { training: false } }
}
