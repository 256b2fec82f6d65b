/**
 * Keras' own files as the model that a TFJS file is: its configuration, and its weights by the paths that they have in HDF5.
 *
 * Whole models and weights of Keras 2 lie under the layers' names (`model_weights/dense_3/dense_3/kernel:0`), which
 * findWeight knows. Keras 3 writes `layers/dense_1/vars/0`, where "dense_1" is no name: it is the second layer of class
 * Dense among those of its model (keras `saving_lib.py`, `_save_container_state`; its first years wrote
 * `_layer_checkpoint_dependencies` for `layers`). Such paths are renamed to the layers' names here.
 */
import type { TfjsModel } from './convert.ts'
import { readTopology, type Topology } from './topology.ts'
import type { Weight } from './weights.ts'

/** A weight as a file holds it, in Keras' order of axes. */
export type KerasWeight = Pick<Weight, 'shape' | 'values'>

/**
 * The model of a Keras configuration and its weights.
 * @param json what `model.to_json()` gives, the attribute `model_config` of an HDF5 file, or `config.json` of a `.keras` file
 * @param weights by path in the HDF5 file
 * @throws ModelError when it is not the configuration of a Sequential or Functional.
 */
export function kerasModel(json: unknown, weights: ReadonlyMap<string, KerasWeight>): TfjsModel {
  const topology = readTopology(json)
  const renamed = new Map<string, Weight>()
  for (const [path, { shape, values }] of weights) {
    const name = nameOf(
      topology,
      path.split('/').filter((part) => part !== ''),
    )
    renamed.set(name, { name, shape, values, quantized: undefined })
  }
  return { topology, weights: renamed }
}

/** `outer/inner/0` of `layers/functional/layers/dense/vars/0`; other paths as they are. */
function nameOf(topology: Topology, parts: readonly string[]): string {
  const names: string[] = []
  let model: Topology | undefined = topology
  let at = 0
  for (; parts[at] === 'layers' || parts[at] === '_layer_checkpoint_dependencies'; at += 2) {
    const spec: Topology['layers'][number] | undefined = model?.layers[placeOf(model, parts[at + 1])]
    if (spec === undefined) return parts.join('/')
    names.push(spec.name)
    model = spec.nested
  }
  return at === 0 ? parts.join('/') : [...names, ...parts.slice(at).filter((part) => part !== 'vars')].join('/')
}

/** Which layer of a model stands under a name that counts the layers of its class. */
function placeOf(topology: Topology, found: string | undefined): number {
  const counts = new Map<string, number>()
  return topology.layers.findIndex(({ className }) => {
    const base = snakeCase(className)
    const count = counts.get(base) ?? 0
    counts.set(base, count + 1)
    return (count === 0 ? base : `${base}_${count}`) === found
  })
}

/** `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`: keras `naming.py`. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
