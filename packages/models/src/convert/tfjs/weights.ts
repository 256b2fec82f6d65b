/**
 * Weights of a TFJS model: a manifest that lists them in the order in which they lie in the shards of its group, each
 * as it is or quantised (`value = code * scale + min` for uint8 and uint16, half floats for float16).
 * Format: TensorFlow.js, tfjs-core `io/types.ts`, WeightsManifestConfig.
 */
import { sizeOf } from '@reverie/graph'
import { ModelError } from '../../error.ts'

/** One weight as `model.json` lists it. */
interface WeightEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly quantization?: {
    readonly dtype: string
    readonly original_dtype?: string
    readonly scale?: number
    readonly min?: number
  }
}

/** A group of weights and the shards, in order, that hold its bytes. */
export interface WeightGroup {
  readonly paths: readonly string[]
  readonly weights: readonly WeightEntry[]
}

/** Codes on a uniform grid: `value = scale * (code - zeroPoint)`. */
interface QuantizedCodes {
  readonly codes: Uint8Array
  readonly scale: number
  /** An integer in 0..255. */
  readonly zeroPoint: number
}

/** A weight in Keras' own order of axes. */
export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
  /** The 8-bit codes behind the values, where they have an exact zero. */
  readonly quantized: QuantizedCodes | undefined
}

/**
 * Decodes all weights.
 * @param read gives the bytes of a shard by the path in the manifest.
 * @throws ModelError for an unknown type, or shards that hold fewer bytes than the manifest lists.
 */
export async function readWeights(
  manifest: readonly WeightGroup[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<Map<string, Weight>> {
  const weights = new Map<string, Weight>()
  for (const group of manifest) {
    const bytes = concatenate(await Promise.all(group.paths.map(read)))
    let offset = 0
    for (const entry of group.weights) {
      const type = entry.quantization?.dtype ?? entry.dtype
      const length = sizeOf(entry.shape) * bytesOf(type, entry.name)
      if (offset + length > bytes.length) {
        throw new ModelError(
          `Weight "${entry.name}" needs bytes ${offset} to ${offset + length} of ${group.paths.join(', ')}, ` +
            `which hold ${bytes.length}. A shard is cut short or missing: download the model again.`,
        )
      }
      // A copy, since a typed array must start at a multiple of its element's size. (A Buffer's own slice is none.)
      weights.set(entry.name, decode(entry, type, new Uint8Array(bytes.subarray(offset, offset + length))))
      offset += length
    }
  }
  return weights
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

function bytesOf(type: string, name: string): number {
  const size = { float32: 4, int32: 4, uint8: 1, bool: 1, uint16: 2, float16: 2 }[type]
  if (size !== undefined) return size
  throw new ModelError(
    `Weight "${name}" is stored as ${type}. Readable are float32, int32, bool, and float16, uint16 and uint8 quantisation.`,
  )
}

function decode(entry: WeightEntry, type: string, bytes: Uint8Array): Weight {
  const { name, shape, quantization } = entry
  const plain = (values: Float32Array): Weight => ({ name, shape, values, quantized: undefined })
  switch (type) {
    case 'float32':
      return plain(new Float32Array(bytes.buffer))
    case 'int32':
      return plain(Float32Array.from(new Int32Array(bytes.buffer)))
    case 'float16':
      return plain(Float32Array.from(new Uint16Array(bytes.buffer), halfToNumber))
  }
  const codes = type === 'uint16' ? new Uint16Array(bytes.buffer) : bytes
  if (quantization === undefined) return plain(Float32Array.from(codes))
  const { scale = 1, min = 0 } = quantization
  const zeroPoint = Math.round(-min / scale)
  // TFJS nudges `min` so that zero is a code wherever a weight's range has zero in it; others stay plain floats.
  const exact = codes instanceof Uint8Array && zeroPoint >= 0 && zeroPoint <= 255
  if (exact && Math.abs(zeroPoint * scale + min) < 1e-6 * scale * 255) {
    const values = Float32Array.from(codes, (code) => (code - zeroPoint) * scale)
    return { name, shape, values, quantized: { codes, scale, zeroPoint } }
  }
  return plain(Float32Array.from(codes, (code) => code * scale + min))
}

/** IEEE 754 binary16 to a number. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/**
 * The weight of a layer. Writers name them `layer/kernel`, `model/layer/kernel:0`, `layer/cell/kernel` (TensorFlow 2),
 * or by position, `_layer_checkpoint_dependencies/layer/vars/0` (Keras 3).
 *
 * @param path names of the nested models around the layer, then the layer's own.
 * @param name the weight's name in Keras, `kernel`
 * @param position its position among the layer's weights.
 */
export function findWeight(
  weights: ReadonlyMap<string, Weight>,
  path: readonly string[],
  name: string,
  position: number,
): Weight | undefined {
  const layer = path.at(-1)!
  const exact = weights.get(`${layer}/${name}`)
  if (exact !== undefined && path.length === 1) return exact
  let best: Weight | undefined
  let bestScore = 0
  for (const [key, weight] of weights) {
    const tokens = key
      .replace(/:\d+$/, '')
      .split('/')
      .map((token) => token.replace(/^_/, ''))
      .filter((token) => token !== 'vars' && token !== 'layer_checkpoint_dependencies')
    const last = tokens.at(-1)
    if (last !== name && last !== String(position)) continue
    // One more token may lie between layer and weight (the cell's name); the more of the path agrees, the better.
    const at = tokens.lastIndexOf(layer.replace(/^_/, ''), tokens.length - 2)
    if (at < 0 || at < tokens.length - 3) continue
    const score = 1 + path.filter((part) => tokens.includes(part)).length * 2 - (at === tokens.length - 2 ? 0 : 1)
    if (score > bestScore) {
      best = weight
      bestScore = score
    }
  }
  return best
}
