/** The view of one layer that its rule works with. */
import type { Builder } from '@reverie/graph'
import { ModelError } from '../../error.ts'
import { addWeight } from './constants.ts'
import type { LayerContext } from './layer.ts'
import type { LayerSpec, Topology } from './topology.ts'
import { findWeight, type Weight } from './weights.ts'

/** What all layers of one conversion share. */
export interface Conversion {
  readonly build: Builder
  readonly weights: ReadonlyMap<string, Weight>
  readonly keepCodes: boolean
}

/**
 * @param path names of the nested models around the layer, then its own.
 */
export function createContext(
  conversion: Conversion,
  topology: Topology,
  spec: LayerSpec,
  path: readonly string[],
): LayerContext {
  const { build } = conversion
  const name = path.join('/')
  const entry = (key: string): unknown => spec.config[key]
  const fail = (message: string): never => {
    throw new ModelError(`${spec.className} "${name}": ${message}`)
  }
  return {
    name,
    dialect: topology.dialect,
    build,
    entry,
    fail,
    number: (key, fallback) => Number(entry(key) ?? fallback),
    text(key, fallback) {
      const value = entry(key) ?? fallback
      return typeof value === 'string' ? value : fail(`${key} should be a text, found ${JSON.stringify(value)}.`)
    },
    flag: (key, fallback) => Boolean(entry(key) ?? fallback),
    sizes(key, fallback) {
      const value = entry(key) ?? fallback
      if (Array.isArray(value)) return value as number[]
      return fallback.length === 0 ? [Number(value)] : fallback.map(() => Number(value))
    },
    weight: (weightName, position) =>
      findWeight(conversion.weights, path, weightName, position) ??
      fail(
        `there is no weight "${spec.name}/${weightName}" in the file. It has: ` +
          `${[...conversion.weights.keys()].slice(0, 8).join(', ')}${conversion.weights.size > 8 ? ', …' : ''}.`,
      ),
    constant: (weight, form) => addWeight(build, `${name}/${form.part}`, weight, form, conversion.keepCodes),
    floats: (values, shape, part) =>
      build.constant({ type: 'float32', shape, data: Float32Array.from(values) }, `${name}/${part}`),
    add: (op, inputs, attributes = {}, part) =>
      build.add(op, inputs, attributes, part === undefined ? name : `${name}/${part}`),
  }
}
