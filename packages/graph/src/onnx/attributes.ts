/** Attributes between ONNX's messages and Reverie's data. */
import { GraphError, type Attribute } from '../graph.ts'
import { ATTRIBUTE, type AttributeMessage, type attributeMessage } from './messages.ts'
import { bytesOf, tensorFrom, tensorTo, textOf } from './tensors.ts'
import type { Encodable, Message } from './wire.ts'

type Writable = typeof attributeMessage extends Message<infer F> ? Encodable<F> : never

/** Whether an attribute holds graphs, as those of If, Loop and Scan do. */
export function holdsGraph({ graph, graphs }: AttributeMessage): boolean {
  return graph !== undefined || graphs.length > 0
}

/**
 * The attribute of a message. Integers become numbers, so those beyond 2^53 (in practice only "to the end", 2^63 - 1)
 * lose their last bits; the writer clamps them back.
 * @param subject how messages name it: `Attribute "axis" of Concat "c"`
 * @throws GraphError for kinds of attributes that are not supported.
 */
export function attributeFrom(message: AttributeMessage, subject: string): Attribute {
  if (message.reference) {
    throw new GraphError(`${subject} refers to an attribute of a function, which is not supported.`)
  }
  const type: number = message.type || impliedType(message)
  switch (type) {
    case ATTRIBUTE.float:
      return { kind: 'float', value: message.f ?? 0 }
    case ATTRIBUTE.int:
      return { kind: 'int', value: Number(message.i ?? 0n) }
    case ATTRIBUTE.string:
      return { kind: 'string', value: textOf(message.s ?? new Uint8Array(), subject) }
    case ATTRIBUTE.tensor:
      if (message.t === undefined) throw new GraphError(`${subject} should hold a tensor and holds nothing.`)
      return { kind: 'tensor', value: tensorFrom(message.t, subject) }
    case ATTRIBUTE.floats:
      return { kind: 'floats', value: message.floats }
    case ATTRIBUTE.ints:
      return { kind: 'ints', value: message.ints.map(Number) }
    case ATTRIBUTE.strings:
      return { kind: 'strings', value: message.strings.map((bytes) => textOf(bytes, subject)) }
    default: {
      const kind = message.sparseTensor !== undefined ? 'a sparse tensor' : `of attribute type ${type}`
      throw new GraphError(`${subject} is ${kind}, which is not supported.`)
    }
  }
}

/** Files of the first ONNX versions leave the type out: it follows from the field that is there. */
function impliedType(message: AttributeMessage): number {
  if (message.f !== undefined) return ATTRIBUTE.float
  if (message.i !== undefined) return ATTRIBUTE.int
  if (message.s !== undefined) return ATTRIBUTE.string
  if (message.t !== undefined) return ATTRIBUTE.tensor
  if (message.floats.length > 0) return ATTRIBUTE.floats
  if (message.ints.length > 0) return ATTRIBUTE.ints
  if (message.strings.length > 0) return ATTRIBUTE.strings
  return 0
}

/** The message of an attribute. */
export function attributeTo(name: string, attribute: Attribute): Writable {
  return { name, type: ATTRIBUTE[attribute.kind], ...fieldsOf(name, attribute) }
}

function fieldsOf(name: string, { kind, value }: Attribute): Writable {
  if (kind === 'float') return { f: value }
  if (kind === 'int') return { i: int64(value, name) }
  if (kind === 'string') return { s: bytesOf(value) }
  if (kind === 'tensor') return { t: tensorTo(value) }
  if (kind === 'floats') return { floats: value }
  if (kind === 'ints') return { ints: value.map((each) => int64(each, name)) }
  return { strings: value.map(bytesOf) }
}

const LARGEST = 2n ** 63n - 1n
const SMALLEST = -(2n ** 63n)

function int64(value: number, name: string): bigint {
  if (!Number.isInteger(value)) throw new GraphError(`Attribute "${name}" should be an integer, found ${value}.`)
  const exact = BigInt(value)
  return exact > LARGEST ? LARGEST : exact < SMALLEST ? SMALLEST : exact
}
