/** Handles: ONNX Runtime's tensors behind the `Handle` interface, and the way back. */
import { sizeOf, type DataType, type Tensor, type TensorData } from '@reverie/graph'
import type * as ort from 'onnxruntime-common'
import { RuntimeError, type Handle } from './runtime.ts'
import { sentence } from './sentence.ts'

/** The part of an ONNX Runtime package that is used, so that the node and the web package can be passed in. */
export interface Ort {
  readonly Tensor: typeof ort.Tensor
  readonly InferenceSession: typeof ort.InferenceSession
}

const values = new WeakMap<Handle, ort.Tensor>()

/** Buffers on a GPU are no garbage to the collector: a handle that nobody disposed takes its buffer along. */
const forgotten = new FinalizationRegistry<() => void>((free) => free())

/**
 * A handle over one of ONNX Runtime's tensors.
 * @param free frees the tensor, once; told whether somebody may still hold what was read of it
 */
export function handleOf(
  value: ort.Tensor,
  free = (value: ort.Tensor, _seen: boolean): void => value.dispose(),
): Handle {
  const type = value.type as DataType
  const shape = value.dims
  let seen = false
  const handle: Handle = {
    type,
    shape,
    async read() {
      if (!values.has(handle)) throw new RuntimeError('This handle was disposed of: read it before.')
      seen = true
      const data = value.location === 'gpu-buffer' ? await download(value) : value.data
      return { type, shape, data: elementsOf(type, data) }
    },
    dispose() {
      if (!values.delete(handle)) return
      forgotten.unregister(handle)
      free(value, seen)
    },
  }
  values.set(handle, value)
  if (value.location === 'gpu-buffer') forgotten.register(handle, () => free(value, true), handle)
  return handle
}

async function download(value: ort.Tensor): Promise<ort.Tensor.DataType> {
  try {
    return await value.getData()
  } catch (error) {
    throw sentence('read a result', error, 'webgpu')
  }
}

/** A port whose other end is closed: buffers transferred through it are freed at once. */
const nowhere = (() => {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  return port1
})()

/**
 * Frees the plain memory of a tensor now. Left to the collector, what runs put out piles up, by hundreds of megabytes
 * where pictures are large.
 */
export function freeMemory(value: ort.Tensor): void {
  if (value.location !== 'cpu' || value.type === 'string') return
  const { buffer } = value.data as Uint8Array
  if (buffer instanceof ArrayBuffer) nowhere.postMessage(null, [buffer])
}

/** Engines that have Float16Array get float16 in it; here its bits are kept in a Uint16Array everywhere. */
function elementsOf(type: DataType, data: ort.Tensor.DataType): TensorData {
  if (type !== 'float16' || data instanceof Uint16Array || Array.isArray(data)) return data
  return new Uint16Array(data.buffer, data.byteOffset, data.length)
}

/** ONNX Runtime's tensor of a handle or over a tensor's memory. */
export function ortTensorOf(ort: Ort, value: Handle | Tensor): ort.Tensor {
  if (!('data' in value)) {
    const found = values.get(value)
    if (found === undefined) throw new RuntimeError('A handle was used after it had been disposed of.')
    return found
  }
  const { type, shape, data } = value
  if (type === 'bfloat16')
    throw new RuntimeError('Tensors of bfloat16 cannot be passed to ONNX Runtime: use float32.')
  if (data.length !== sizeOf(shape)) {
    throw new RuntimeError(
      `A tensor of shape [${shape.join(', ')}] holds ${sizeOf(shape)} elements, found ${data.length}.`,
    )
  }
  return new ort.Tensor(type, data, shape)
}
