/**
 * The GPU of a page: a device made with all that its adapter offers, and buffers that hold tensors.
 *
 * The device is made here rather than by ONNX Runtime, so that tensors can be uploaded before the first graph is
 * compiled and so that whoever draws can share it.
 */
import type * as ort from 'onnxruntime-common'
import type { Ort } from './handle.ts'
import { RuntimeError } from './runtime.ts'

/** Features that ONNX Runtime's kernels use where a device has them. */
const WANTED: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query']

/** Flags of the WebGPU specification: TypeScript's DOM library has their types and not their values. */
const MAP_READ = 0x0001
const COPY_SRC = 0x0004
const COPY_DST = 0x0008
const STORAGE = 0x0080
const READ = 0x0001

/** Limits by which kernels choose their sizes; a device has only the guaranteed minimum of those not asked for. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[]

/** The page's GPU adapter; undefined where there is none. */
export async function findAdapter(): Promise<GPUAdapter | undefined> {
  if (!('gpu' in navigator)) return undefined
  return (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })) ?? undefined
}

/** A device with the adapter's own limits. */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredFeatures: WANTED.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  })
}

/** Vendor, architecture and name of the adapter, as far as the browser tells. */
export function describeAdapter({ info }: GPUAdapter): string {
  const words = [info.vendor, info.architecture, info.device, info.description].filter(Boolean)
  return words.length > 0 ? words.join(' ') : 'unknown'
}

type GpuType = ort.Tensor.GpuBufferDataTypes

const gpuTypes: ReadonlySet<string> = new Set<GpuType>([
  'float32',
  'float16',
  'int32',
  'int64',
  'uint32',
  'uint8',
  'bool',
])

/**
 * A copy of a tensor in a buffer of the device. Tensors of types that buffers cannot hold stay where they are.
 * @throws RuntimeError when the tensor is larger than the device's largest buffer.
 */
export function uploadTensor(ort: Ort, device: GPUDevice, value: ort.Tensor): ort.Tensor {
  if (!gpuTypes.has(value.type)) return value
  const data = value.data as Uint8Array
  // Kernels read vectors of 16 bytes.
  const size = Math.max(16, Math.ceil(data.byteLength / 16) * 16)
  const largest = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize)
  if (size > largest) {
    throw new RuntimeError(
      `A tensor of shape [${value.dims.join(', ')}] needs ${size} bytes, this GPU's buffers hold at most ${largest}. ` +
        `Use a smaller picture or smaller tiles.`,
    )
  }
  const usage = STORAGE | COPY_SRC | COPY_DST
  const buffer = device.createBuffer({ size, usage, mappedAtCreation: true })
  new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  buffer.unmap()
  return ort.Tensor.fromGpuBuffer(buffer, {
    dataType: value.type as GpuType,
    dims: value.dims,
    download: () => download(device, buffer, data),
    dispose: () => buffer.destroy(),
  }) as ort.Tensor
}

/** The buffer's content in a new array like the given one. */
async function download(device: GPUDevice, buffer: GPUBuffer, like: ArrayBufferView): Promise<never> {
  const staging = device.createBuffer({ size: buffer.size, usage: MAP_READ | COPY_DST })
  const encoder = device.createCommandEncoder()
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size)
  device.queue.submit([encoder.finish()])
  await staging.mapAsync(READ)
  const bytes = staging.getMappedRange().slice(0, like.byteLength)
  staging.destroy()
  return new (like.constructor as new (bytes: ArrayBuffer) => never)(bytes)
}
