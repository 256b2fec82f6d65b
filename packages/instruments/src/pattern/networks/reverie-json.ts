/**
 * Our own file of a network, `reverie-pattern-network` version 1: the network as it is in memory, as JSON. Weights and biases
 * are base64 of float32, or lists of numbers where a person or another program writes the file.
 */
import { InstrumentError } from '../../instrument.ts'
import type { Activation, DenseLayer, Feature, PatternNetwork } from '../network.ts'
import { base64OfFloats, floatsOfBase64 } from './base64.ts'
import { refuseSize } from './chain.ts'
import { isObject, type JsonObject } from './parse-json.ts'
import { refuse } from './reading.ts'
import { shown } from './recurrent.ts'

const FORMAT = 'reverie-pattern-network'
const VERSION = 1
const choices = { skips: ['none', 'residual', 'dense'], arithmetic: ['float32', 'netart'] } as const

/** Whether a parsed file says that it is ours. */
export const isReverieJson = (json: unknown): json is JsonObject => isObject(json) && json['format'] === FORMAT

/** The text of a network's file; the same network gives the same text, and reading it gives the same network. */
export function reverieJson(network: PatternNetwork): string {
  const { features, skips, arithmetic, layers } = network
  const json = {
    format: FORMAT,
    version: VERSION,
    features,
    skips,
    arithmetic,
    layers: layers.map(({ inputs, units, activations, weights, bias }) => ({
      inputs,
      units,
      activations,
      weights: base64OfFloats(weights),
      ...(bias === undefined ? {} : { bias: base64OfFloats(bias) }),
    })),
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}

/** @throws InstrumentError with all that is wrong with the file's form; networkProblems sees to the network itself. */
export function readReverieJson(json: JsonObject): PatternNetwork {
  if (json['version'] !== VERSION) {
    throw new InstrumentError(
      `It is of version ${shown(json['version'])}; version ${VERSION} is read. Update Reverie, or save the network again.`,
    )
  }
  const problems: string[] = []
  const features = json['features']
  if (!Array.isArray(features)) problems.push(`"features" should be a list of names, found ${shown(features)}.`)
  for (const key of ['skips', 'arithmetic'] as const) {
    const allowed: readonly unknown[] = choices[key]
    if (!allowed.includes(json[key])) {
      problems.push(`"${key}" should be one of ${allowed.join(', ')}; found ${shown(json[key])}.`)
    }
  }
  const layers = json['layers']
  if (!Array.isArray(layers)) problems.push(`"layers" should be a list, found ${shown(layers)}.`)
  const read = (Array.isArray(layers) ? layers : []).flatMap((layer: unknown, index) => {
    try {
      return [layerOf(layer, `Layer ${index}`)]
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      problems.push(error.message)
      return []
    }
  })
  if (problems.length > 0) refuse(problems)
  return {
    features: features as Feature[],
    layers: read,
    skips: json['skips'] as PatternNetwork['skips'],
    arithmetic: json['arithmetic'] as PatternNetwork['arithmetic'],
  }
}

function layerOf(layer: unknown, name: string): DenseLayer {
  if (!isObject(layer)) throw new InstrumentError(`${name} should be an object, found ${shown(layer)}.`)
  const { inputs, units, activations, bias } = layer
  if (typeof inputs !== 'number' || typeof units !== 'number') {
    throw new InstrumentError(
      `${name} should have numbers as "inputs" and "units", found ${shown(inputs)} and ${shown(units)}.`,
    )
  }
  refuseSize(units, inputs, name)
  if (!Array.isArray(activations)) {
    throw new InstrumentError(`${name} should have a list as "activations", found ${shown(activations)}.`)
  }
  return {
    inputs,
    units,
    weights: floatsOf(layer['weights'], inputs * units, `${name}, "weights",`),
    ...(bias === undefined ? {} : { bias: floatsOf(bias, units, `${name}, "bias",`) }),
    activations: activations as Activation[],
  }
}

function floatsOf(value: unknown, count: number, name: string): Float32Array {
  const found =
    typeof value === 'string' ? floatsOfBase64(value) : Array.isArray(value) ? fromList(value, name) : undefined
  if (found === undefined) {
    throw new InstrumentError(
      `${name} should be base64 of float32 numbers or a list of numbers, found ${shown(value)}.`,
    )
  }
  if (found.length !== count)
    throw new InstrumentError(`${name} should hold ${count} numbers, found ${found.length}.`)
  return found
}

function fromList(values: readonly unknown[], name: string): Float32Array {
  const odd = values.findIndex((value) => typeof value !== 'number')
  if (odd >= 0)
    throw new InstrumentError(`${name} should hold numbers, found ${shown(values[odd])} as number ${odd}.`)
  return Float32Array.from(values as number[])
}
