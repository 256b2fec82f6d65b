/**
 * Networks saved by recurrent.js, which netart-js is built on: matrices `{ n, d, w }` of n rows and d columns, `w` row by
 * row as a list or, since typed arrays are saved so, as an object with the keys "0", "1", …
 *
 * They come in an object or a list. netart's own names, W_in, W_0, W_1, … and W_out, tell their order; other names stand for
 * nothing, and the matrices are taken as they come. A matrix of one column with as many rows as the one before is
 * that one's bias.
 */
import { InstrumentError } from '../../instrument.ts'
import type { PatternNetwork } from '../network.ts'
import { chainOf, refuseSize, type MatrixLayer } from './chain.ts'
import { isObject, type JsonObject } from './parse-json.ts'
import { refuse, type ReadNetworkOptions } from './reading.ts'

type Named = readonly [name: string, matrix: unknown]

/** Whether a parsed file is such a network: all of its values, or at least one, are matrices. */
export function isRecurrent(json: unknown): boolean {
  return (isObject(json) || Array.isArray(json)) && Object.values(json).some(isMatrix)
}

const isMatrix = (value: unknown): value is JsonObject =>
  isObject(value) && 'n' in value && 'd' in value && 'w' in value

/** @throws InstrumentError with all that is wrong with the matrices. */
export function readRecurrent(json: unknown, options: ReadNetworkOptions): PatternNetwork {
  const problems: string[] = []
  // A file that was exported here holds its recipe beside the matrices.
  const entries = Object.entries(json as JsonObject).filter(([name]) => name !== 'recipe')
  const matrices = inOrder(entries, options.order).flatMap(([name, value]) => {
    try {
      return [matrixOf(name, value)]
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      problems.push(error.message)
      return []
    }
  })
  if (problems.length > 0) refuse(problems)
  return chainOf(withBiases(matrices), options, { preset: 'netart', arithmetic: 'netart' })
}

function inOrder(entries: readonly Named[], order: readonly string[] | undefined): readonly Named[] {
  const byName = new Map(entries)
  const names = order ?? netartNames(byName)
  if (names === undefined) return entries
  const missing = names.filter((name) => !byName.has(name))
  const others = [...byName.keys()].filter((name) => !names.includes(name))
  if (missing.length + others.length > 0) {
    const list = (each: readonly string[]): string =>
      each
        .slice(0, 8)
        .map((name) => `"${name}"`)
        .join(', ')
    refuse([
      ...(missing.length > 0 ? [`There is no matrix ${list(missing)}.`] : []),
      ...(others.length > 0 ? [`There is no place in the order ${list(names)} for ${list(others)}.`] : []),
    ])
  }
  return names.map((name) => [name, byName.get(name)])
}

/** netart's names from first to last, where the file has its first and last. */
function netartNames(entries: ReadonlyMap<string, unknown>): string[] | undefined {
  if (!entries.has('W_in') || !entries.has('W_out')) return undefined
  const numbers = [...entries.keys()].flatMap((name) => /^W_(\d+)$/.exec(name)?.[1] ?? []).map(Number)
  return ['W_in', ...Array.from({ length: numbers.length }, (_, index) => `W_${index}`), 'W_out']
}

function matrixOf(name: string, value: unknown): MatrixLayer {
  if (!isMatrix(value)) {
    throw new InstrumentError(
      `"${name}" should be a matrix {"n": rows, "d": columns, "w": weights}, found ${shown(value)}.`,
    )
  }
  const { n, d, w } = value
  for (const [key, size] of [
    ['n', n],
    ['d', d],
  ] as const) {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) {
      throw new InstrumentError(`"${name}" should have a whole number above 0 as "${key}", found ${shown(size)}.`)
    }
  }
  const [units, inputs] = [n as number, d as number]
  refuseSize(units, inputs, name)
  return { name, units, inputs, weights: weightsOf(name, w, units * inputs) }
}

function weightsOf(name: string, w: unknown, count: number): Float32Array {
  if (!Array.isArray(w) && !isObject(w)) {
    throw new InstrumentError(`"${name}" should have a list of weights as "w", found ${shown(w)}.`)
  }
  const found = Array.isArray(w) ? w.length : Object.keys(w).length
  if (found !== count) throw new InstrumentError(`"${name}" needs ${count} weights, found ${found}.`)
  const weights = new Float32Array(count)
  for (let index = 0; index < count; index++) {
    const weight: unknown = Object.hasOwn(w, index) ? (w as Readonly<Record<number, unknown>>)[index] : undefined
    if (typeof weight !== 'number' || !Number.isFinite(Math.fround(weight))) {
      const note = weight === null ? ' (JSON has null for NaN and infinity)' : ''
      throw new InstrumentError(
        `"${name}" should have finite numbers as weights, found ${shown(weight)} as number ${index}${note}.`,
      )
    }
    weights[index] = weight
  }
  return weights
}

function withBiases(matrices: readonly MatrixLayer[]): MatrixLayer[] {
  const layers: MatrixLayer[] = []
  for (const matrix of matrices) {
    const before = layers.at(-1)
    const isBias =
      before !== undefined && before.bias === undefined && matrix.inputs === 1 && before.units === matrix.units
    // After a single unit, one column may as well be a layer of its own.
    if (isBias && before.units > 1) layers[layers.length - 1] = { ...before, bias: matrix.weights }
    else layers.push(matrix)
  }
  return layers
}

/** A value in a message: short, whatever it is. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
