/**
 * A graph's content as a short string: the key under which a compiled program is shared.
 *
 * 64 bits of FNV-1a over 32-bit words, in two lanes of 32 bits with different offsets, mixed at the end by MurmurHash3's
 * finaliser. It distinguishes the graphs of one process; it is no defence against somebody who looks for collisions.
 * Weights are hashed once for each tensor object, so that compiling a graph again costs its structure only.
 */
import type { Graph, Tensor } from '@reverie/graph'

/** Hash of bytes, as 16 hexadecimal digits. */
export function fingerprintBytes(bytes: Uint8Array): string {
  let left = 0x811c9dc5
  let right = 0x9747b28c
  const mix = (word: number): void => {
    left = Math.imul(left ^ word, 0x01000193)
    right = Math.imul(right ^ (word << 16) ^ (word >>> 16), 0x5bd1e995)
  }
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length >>> 2)
  for (let index = 0; index < words.length; index++) mix(words[index]!)
  for (let index = words.length * 4; index < bytes.length; index++) mix(bytes[index]!)
  mix(bytes.length)
  return hex(finish(left)) + hex(finish(right))
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const hex = (word: number): string => word.toString(16).padStart(8, '0')

const known = new WeakMap<Tensor, string>()

function fingerprintTensor(tensor: Tensor): string {
  const seen = known.get(tensor)
  if (seen !== undefined) return seen
  const { data } = tensor
  const bytes = Array.isArray(data)
    ? new TextEncoder().encode(JSON.stringify(data))
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const made = `${tensor.type}[${tensor.shape.join()}]${fingerprintBytes(bytes)}`
  known.set(tensor, made)
  return made
}

/**
 * Hash of what decides a graph's results: inputs, outputs, nodes and the content of initialisers. The content of
 * those named in `promoted` does not count, only their type and shape.
 */
export function fingerprint(graph: Graph, promoted: ReadonlySet<string> = new Set()): string {
  const initializers = [...graph.initializers].map(([name, value]) => [
    name,
    promoted.has(name) ? `${value.type}[${value.shape.join()}]` : fingerprintTensor(value),
  ])
  const structure = JSON.stringify([graph.opset, graph.inputs, graph.outputs, initializers, graph.nodes], plain)
  return fingerprintBytes(new TextEncoder().encode(structure))
}

/** Tensors in attributes by their hash; numbers that JSON has no word for by name. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return `number ${value}`
  if (value !== null && typeof value === 'object' && 'data' in value && 'shape' in value) {
    return fingerprintTensor(value as Tensor)
  }
  return value
}
