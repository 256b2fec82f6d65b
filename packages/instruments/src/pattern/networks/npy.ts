/**
 * Lists of NumPy arrays, as lucid's and aphantasia's networks are kept: the kernels of 1 × 1 convolutions, [1, 1, in, out], and
 * their biases, [out], in turn; each in a `.npy` file, or all in an `.npz`. PyTorch's kernels, [out, in, 1, 1], are known by
 * where their ones stand. Format: numpy.lib.format, versions 1 to 3.
 */
import { InstrumentError } from '../../instrument.ts'
import type { PatternNetwork } from '../network.ts'
import { chainOf, refuseSize, type MatrixLayer } from './chain.ts'
import { refuse, type NetworkFile, type ReadNetworkOptions } from './reading.ts'
import { transposed } from './safetensors.ts'

/** An array, in C's order. */
interface NpyArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Whether a file begins as such files do. */
export const isNpy = (bytes: Uint8Array): boolean =>
  bytes.length >= 10 && String.fromCharCode(...bytes.subarray(0, 6)) === '\x93NUMPY'

/** @throws InstrumentError with all that is wrong with the files. */
export function readNpy(files: readonly NetworkFile[], options: ReadNetworkOptions): PatternNetwork {
  const problems: string[] = []
  const arrays = files.flatMap((file) => {
    try {
      return [arrayOf(file)]
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      problems.push(error.message)
      return []
    }
  })
  if (problems.length > 0) refuse(problems)
  const byName = new Intl.Collator('en', { numeric: true }).compare
  const sorted = inOrder(
    arrays.toSorted((left, right) => byName(left.name, right.name)),
    options.order,
  )
  const isLucid = arrays.some(({ shape }) => shape.length === 4 && shape[0] === 1 && shape[1] === 1)
  return chainOf(layersOf(sorted, options), options, {
    preset: isLucid ? 'lucid' : 'cppn-tensorflow',
    arithmetic: 'float32',
  })
}

function inOrder(arrays: readonly NpyArray[], order: readonly string[] | undefined): readonly NpyArray[] {
  if (order === undefined) return arrays
  const byName = new Map(arrays.map((array) => [array.name, array]))
  const found = order.map((name) => byName.get(name) ?? byName.get(`${name}.npy`))
  if (found.every((array) => array !== undefined) && new Set(found).size === arrays.length) return found
  throw new InstrumentError(
    `The order should name each of ${[...byName.keys()].join(', ')} once, found ${order.join(', ')}.`,
  )
}

function layersOf(arrays: readonly NpyArray[], options: ReadNetworkOptions): MatrixLayer[] {
  const layers: MatrixLayer[] = []
  for (const { name, shape, values } of arrays) {
    const before = layers.at(-1)
    const sizes = shape.length === 4 && shape[0] === 1 && shape[1] === 1 ? shape.slice(2) : shape
    const isVector = sizes.length === 1
    if (isVector && before !== undefined && before.bias === undefined && values.length === before.units) {
      layers[layers.length - 1] = { ...before, bias: values }
      continue
    }
    if (sizes.length < 2 || sizes.slice(2).some((size) => size !== 1)) {
      throw new InstrumentError(
        `"${name}" of shape [${shape.join(', ')}] is neither a layer's matrix ([in, out], [1, 1, in, out] or [out, in, 1, 1]) ` +
          `nor the bias of the layer before it.`,
      )
    }
    const [rows, columns] = sizes as [number, number]
    const isOut = options.layout === undefined ? sizes.length > 2 : options.layout === 'out-in'
    const [units, inputs] = isOut ? [rows, columns] : [columns, rows]
    refuseSize(units, inputs, name)
    layers.push({ name, units, inputs, weights: isOut ? values : transposed(values, rows, columns) })
  }
  return layers
}

function arrayOf({ bytes, name }: NetworkFile): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isFirst = bytes[6] === 1
  const start = isFirst ? 10 : 12
  const end = start + (isFirst ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true))
  if (end > bytes.length) throw cutShort(name)
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, end))
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1]
  const shape = /'shape'\s*:\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .filter((size) => size.trim() !== '')
    .map(Number)
  if (shape === undefined || shape.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new InstrumentError(`"${name}" has no shape of whole numbers above 0 in its header.`)
  }
  if (type !== '<f4' && type !== '<f8') {
    throw new InstrumentError(
      `"${name}" holds elements of type ${type ?? 'unknown'}; <f4 and <f8 are read (a pickled list of arrays is not: it can run ` +
        `code). Save each array by itself as float32.`,
    )
  }
  if (!/'fortran_order'\s*:\s*False/.test(header)) {
    throw new InstrumentError(`"${name}" is in Fortran's order; save it in C's, with numpy.ascontiguousarray.`)
  }
  const size = shape.reduce((product, each) => product * each, 1)
  const width = type === '<f4' ? 4 : 8
  if (size * width > bytes.length - end) throw cutShort(name)
  const values = new Float32Array(size)
  for (let index = 0; index < size; index++) {
    values[index] = width === 4 ? view.getFloat32(end + 4 * index, true) : view.getFloat64(end + 8 * index, true)
  }
  return { name, shape, values }
}

const cutShort = (name: string): InstrumentError =>
  new InstrumentError(`"${name}" ends before its numbers do: it is cut short. Fetch or save it again.`)
