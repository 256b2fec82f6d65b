/** TensorFlow.js layers models: `model.json` and its shards, as the graph that @reverie/models converts them to. */
import type { Graph } from '@reverie/graph'
import { readTfjs } from '@reverie/models'
import { InstrumentError } from '../../instrument.ts'
import { limits } from './check-network.ts'
import { graphOfModel } from './keras.ts'
import { isObject, type JsonObject } from './parse-json.ts'
import { refuse, type NetworkFile, type ReadNetworkOptions } from './reading.ts'
import { shown } from './recurrent.ts'

/** Whether a parsed file says that it is one. */
export const isTfjs = (json: unknown): json is JsonObject => isObject(json) && 'modelTopology' in json

/** @param shards the files that came with the `model.json` */
export async function readTfjsFiles(
  json: JsonObject,
  shards: readonly NetworkFile[],
  options: ReadNetworkOptions,
): Promise<Graph> {
  const paths = manifestPaths(json['weightsManifest'])
  const byName = new Map(shards.map(({ name, bytes }) => [baseName(name), bytes]))
  const missing = paths.filter((path) => !byName.has(baseName(path)))
  const others = [...byName.keys()].filter((name) => !paths.some((path) => baseName(path) === name))
  const list = (names: readonly string[]): string =>
    names
      .slice(0, 8)
      .map((name) => `"${name}"`)
      .join(', ')
  if (missing.length + others.length > 0) {
    refuse([
      ...(missing.length > 0
        ? [`Shards are missing: ${list(missing)}. Give them together with the model.json.`]
        : []),
      ...(others.length > 0 ? [`The model.json does not name ${list(others)}.`] : []),
    ])
  }
  return graphOfModel(await readTfjs(json, async (path) => byName.get(baseName(path))!), options)
}

const baseName = (path: string): string => path.replaceAll('\\', '/').split('/').at(-1)!

/** The shards that a manifest names, all of whose weights have a shape and a type. */
function manifestPaths(manifest: unknown): string[] {
  if (!Array.isArray(manifest)) {
    throw new InstrumentError(`The model.json should have a list as "weightsManifest", found ${shown(manifest)}.`)
  }
  const problems: string[] = []
  const names = new Set<string>()
  let total = 0
  const paths = manifest.flatMap((group: unknown) => {
    const { paths: shards, weights } = isObject(group) ? group : {}
    if (!Array.isArray(shards) || !shards.every((path) => typeof path === 'string') || !Array.isArray(weights)) {
      problems.push(`A group of "weightsManifest" should have lists "paths" and "weights", found ${shown(group)}.`)
      return []
    }
    for (const weight of weights as unknown[]) {
      const problem = entryProblem(weight)
      if (problem !== undefined) {
        problems.push(problem)
        continue
      }
      const { name, shape } = weight as { name: string; shape: number[] }
      if (names.has(name)) problems.push(`Weight "${name}" stands twice in "weightsManifest".`)
      names.add(name)
      total += shape.reduce((product, size) => product * size, 1)
    }
    return shards
  })
  if (total > limits.weights) {
    problems.push(`The model has ${total} weights; a pattern's network may have ${limits.weights}.`)
  }
  if (problems.length > 0) refuse(problems.slice(0, 20))
  return paths
}

function entryProblem(entry: unknown): string | undefined {
  const { name, shape, dtype } = isObject(entry) ? entry : {}
  if (typeof name !== 'string') return `A weight of "weightsManifest" has no name: ${shown(entry)}.`
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  if (!isShape) return `Weight "${name}" should have a shape of whole numbers, found ${shown(shape)}.`
  return typeof dtype === 'string'
    ? undefined
    : `Weight "${name}" should have a text as "dtype", found ${shown(dtype)}.`
}
