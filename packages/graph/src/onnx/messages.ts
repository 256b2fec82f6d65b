/**
 * ONNX's file format: the messages of onnx.proto (https://onnx.ai/onnx/repo-docs/IR.html) with the fields that
 * Reverie reads or must notice in order to refuse them. What is only noticed stays undecoded, as bytes.
 */
import { message, optional, repeated, type Of } from './wire.ts'

const entry = message({ key: optional(1, 'string'), value: optional(2, 'string') })

export const tensorMessage = message({
  dims: repeated(1, 'int64'),
  dataType: optional(2, 'int32'),
  segment: optional(3, 'bytes'),
  floatData: repeated(4, 'float'),
  int32Data: repeated(5, 'int32'),
  stringData: repeated(6, 'bytes'),
  int64Data: repeated(7, 'int64'),
  name: optional(8, 'string'),
  rawData: optional(9, 'bytes'),
  doubleData: repeated(10, 'double'),
  uint64Data: repeated(11, 'uint64'),
  externalData: repeated(13, entry),
  dataLocation: optional(14, 'int32'),
})

export const attributeMessage = message({
  name: optional(1, 'string'),
  f: optional(2, 'float'),
  i: optional(3, 'int64'),
  s: optional(4, 'bytes'),
  t: optional(5, tensorMessage),
  graph: optional(6, 'bytes'),
  floats: repeated(7, 'float'),
  ints: repeated(8, 'int64'),
  strings: repeated(9, 'bytes'),
  tensors: repeated(10, 'bytes'),
  graphs: repeated(11, 'bytes'),
  typeProto: optional(14, 'bytes'),
  type: optional(20, 'int32'),
  reference: optional(21, 'string'),
  sparseTensor: optional(22, 'bytes'),
})

const nodeMessage = message({
  inputs: repeated(1, 'string'),
  outputs: repeated(2, 'string'),
  name: optional(3, 'string'),
  opType: optional(4, 'string'),
  attributes: repeated(5, attributeMessage),
  domain: optional(7, 'string'),
})

const dimension = message({ size: optional(1, 'int64'), symbol: optional(2, 'string') })
const shape = message({ dimensions: repeated(1, dimension) })
const tensorType = message({ elementType: optional(1, 'int32'), shape: optional(2, shape) })

export const valueMessage = message({
  name: optional(1, 'string'),
  type: optional(
    2,
    message({
      tensor: optional(1, tensorType),
      sequence: optional(4, 'bytes'),
      map: optional(5, 'bytes'),
      sparseTensor: optional(8, 'bytes'),
      optional: optional(9, 'bytes'),
    }),
  ),
})

const graphMessage = message({
  nodes: repeated(1, nodeMessage),
  name: optional(2, 'string'),
  initializers: repeated(5, tensorMessage),
  inputs: repeated(11, valueMessage),
  outputs: repeated(12, valueMessage),
  values: repeated(13, valueMessage),
  sparseInitializers: repeated(15, 'bytes'),
})

export const modelMessage = message({
  irVersion: optional(1, 'int64'),
  producerName: optional(2, 'string'),
  graph: optional(7, graphMessage),
  opsets: repeated(8, message({ domain: optional(1, 'string'), version: optional(2, 'int64') })),
  metadata: repeated(14, entry),
  functions: repeated(25, message({ name: optional(1, 'string'), domain: optional(10, 'string') })),
})

export type TensorMessage = Of<typeof tensorMessage>
export type AttributeMessage = Of<typeof attributeMessage>
export type NodeMessage = Of<typeof nodeMessage>
export type ValueMessage = Of<typeof valueMessage>
export type GraphMessage = Of<typeof graphMessage>
export type ModelMessage = Of<typeof modelMessage>

/** `AttributeProto.AttributeType`. */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const

/** `TensorProto.DataType`, by Reverie's names; the list goes on with types that are refused by name. */
export const ELEMENT_TYPES = [
  undefined,
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
] as const
