/**
 * The topology of a TFJS layers model, brought to one form: layers with the calls that are made of them.
 *
 * Four dialects are read: Keras 2 and tf.keras as the TensorFlow.js converter writes them (`model_config`,
 * `batch_input_shape`, `inbound_nodes: [[["layer", node, tensor, {}]]]`), Keras 3 (`batch_shape`, calls as
 * `{ args: [{ class_name: "__keras_tensor__", config: { keras_history } }], kwargs }`), what TensorFlow.js itself
 * saves, and camelCase keys.
 */
import { ModelError } from '../../error.ts'

/** One JSON object whose keys are in snake_case. */
type Config = Readonly<Record<string, unknown>>

/** Output `tensor` of the `node`-th call of a layer. */
export interface TensorReference {
  readonly layer: string
  readonly node: number
  readonly tensor: number
}

/** A layer and its calls; a layer that is called twice shares its weights. */
export interface LayerSpec {
  readonly className: string
  readonly name: string
  readonly config: Config
  /** Absent when the file says nothing, as of input layers. */
  readonly trainable: boolean | undefined
  readonly calls: readonly (readonly TensorReference[])[]
  /** The model inside, where the layer is one. */
  readonly nested: Topology | undefined
}

export interface Topology {
  readonly name: string
  /** Which Keras wrote it; `tfjs` for what TensorFlow.js saved. Some layers mean different things in them. */
  readonly dialect: 'keras2' | 'keras3' | 'tfjs'
  readonly layers: readonly LayerSpec[]
  readonly inputs: readonly TensorReference[]
  readonly outputs: readonly TensorReference[]
}

const MODELS = new Set(['Model', 'Functional', 'Sequential'])

/**
 * Reads `modelTopology` of a `model.json`.
 * @throws ModelError when it is not that of a layers model.
 */
export function readTopology(json: unknown): Topology {
  const topology = snakeKeys(json)
  if (!isObject(topology)) throw notLayers('no topology')
  if (Array.isArray(topology['node'])) throw notLayers('a graph model (TensorFlow operations)')
  const model = isObject(topology['model_config']) ? topology['model_config'] : topology
  const version = textOf(topology['keras_version']) ?? ''
  const keras3 = Number.parseInt(version, 10) >= 3 || 'module' in model
  const dialect = version.startsWith('tfjs') ? 'tfjs' : keras3 ? 'keras3' : 'keras2'
  return readModel(model, dialect)
}

function notLayers(found: string): ModelError {
  return new ModelError(
    `A TensorFlow.js layers model was expected (a model.json whose topology is a Keras Sequential or Functional), found ${found}.`,
  )
}

function readModel(model: Config, dialect: Topology['dialect']): Topology {
  const className = textOf(model['class_name']) ?? ''
  if (!MODELS.has(className)) throw notLayers(`class "${className}"`)
  // Keras before 2.2.3 wrote a Sequential's configuration as a plain list of layers.
  const config = Array.isArray(model['config']) ? { layers: model['config'] } : model['config']
  if (!isObject(config) || !Array.isArray(config['layers'])) throw notLayers(`a ${className} without layers`)
  const name = textOf(config['name']) ?? textOf(model['name']) ?? 'model'
  const layers = config['layers'].filter(isObject)
  return className === 'Sequential'
    ? sequential(name, layers, config, dialect)
    : functional(name, layers, config, dialect)
}

function functional(name: string, layers: Config[], config: Config, dialect: Topology['dialect']): Topology {
  return {
    name,
    dialect,
    layers: layers.map((layer) =>
      readLayer(layer, dialect, Array.isArray(layer['inbound_nodes']) ? layer['inbound_nodes'] : []),
    ),
    inputs: references(config['input_layers']),
    outputs: references(config['output_layers']),
  }
}

/** A Sequential as the Functional it stands for: each layer called once on the one before. */
function sequential(name: string, layers: Config[], config: Config, dialect: Topology['dialect']): Topology {
  const specs: LayerSpec[] = []
  const first = layers[0]
  if (first !== undefined && first['class_name'] !== 'InputLayer') {
    const shape = batchShape(config['build_input_shape']) ?? inputShapeOf(first)
    specs.push({
      className: 'InputLayer',
      name: `${name}_input`,
      config: { batch_input_shape: shape },
      trainable: undefined,
      calls: [[]],
      nested: undefined,
    })
  }
  for (const layer of layers) {
    const before = specs.at(-1)
    const spec = readLayer(layer, dialect, [])
    specs.push({ ...spec, calls: [before === undefined ? [] : [{ layer: before.name, node: 0, tensor: 0 }]] })
  }
  const end = (spec: LayerSpec | undefined): TensorReference[] =>
    spec === undefined ? [] : [{ layer: spec.name, node: 0, tensor: 0 }]
  return { name, dialect, layers: specs, inputs: end(specs[0]), outputs: end(specs.at(-1)) }
}

/** The input shape that a Sequential's first layer states, a nested model's own input included. */
function inputShapeOf(layer: Config): readonly (number | null)[] | undefined {
  const config = layer['config']
  const inner = Array.isArray(config) ? config : isObject(config) ? config['layers'] : undefined
  if (isObject(config)) {
    const own = batchShape(config['batch_input_shape']) ?? batchShape(config['batch_shape'])
    if (own !== undefined) return own
  }
  return Array.isArray(inner) && isObject(inner[0]) ? inputShapeOf(inner[0]) : undefined
}

function batchShape(value: unknown): readonly (number | null)[] | undefined {
  return Array.isArray(value) ? (value as (number | null)[]) : undefined
}

function readLayer(layer: Config, dialect: Topology['dialect'], nodes: readonly unknown[]): LayerSpec {
  const className = textOf(layer['class_name']) ?? ''
  const nested = MODELS.has(className) ? readModel(layer, dialect) : undefined
  const config = isObject(layer['config']) ? layer['config'] : {}
  return {
    className,
    name: textOf(layer['name']) ?? textOf(config['name']) ?? nested?.name ?? className,
    config,
    trainable: typeof config['trainable'] === 'boolean' ? config['trainable'] : undefined,
    calls: className === 'InputLayer' && nodes.length === 0 ? [[]] : nodes.map(references),
    nested,
  }
}

/**
 * The tensors that a call, or a model's `input_layers`, names: `["layer", 0, 0]`, a list or a record of such, or
 * Keras 3's arguments.
 */
function references(value: unknown): TensorReference[] {
  if (Array.isArray(value)) {
    if (typeof value[0] === 'string' && typeof value[1] === 'number') {
      return [{ layer: value[0], node: value[1], tensor: Number(value[2] ?? 0) }]
    }
    return value.flatMap(references)
  }
  if (!isObject(value)) return []
  if (value['class_name'] === '__keras_tensor__') {
    return references((value['config'] as Config | undefined)?.['keras_history'])
  }
  if ('args' in value) return references(value['args'])
  return Object.values(value).flatMap(references)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.startsWith('__') ? key : key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase(),
      snakeKeys(entry),
    ]),
  )
}
