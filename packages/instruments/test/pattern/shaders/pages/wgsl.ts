/** Draws a scene's WGSL on WebGPU. */
import type { PatternScene } from '../../../../src/pattern/scene.ts'
import type { ShaderOptions } from '../../../../src/pattern/shaders/glsl.ts'
import { toWgsl } from '../../../../src/pattern/shaders/wgsl.ts'

/** Flags of the WebGPU specification: TypeScript's DOM library has their types and not their values. */
const COPY_SRC = 0x01
const COPY_DST = 0x02
const TEXTURE_BINDING = 0x04
const RENDER_ATTACHMENT = 0x10
const BUFFER_COPY_DST = 0x08
const BUFFER_UNIFORM = 0x40
const MAP_READ = 0x01

let opened: Promise<GPUDevice> | undefined

/** RGBA from the top. @throws Error with the validation's words when the module or its use is not valid */
export async function drawWgsl(scene: PatternScene, options: ShaderOptions, seconds: number): Promise<Uint8Array> {
  const device = await (opened ??= open())
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code: toWgsl(scene, options) })
  const { messages } = await module.getCompilationInfo()
  if (messages.length > 0)
    throw new Error(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`).join('\n'))
  const pipeline = await device.createRenderPipelineAsync({
    layout: 'auto',
    vertex: { module, entryPoint: 'vertex' },
    fragment: { module, entryPoint: 'fragment', targets: [{ format: 'rgba8unorm' }] },
  })
  const { width, height } = scene
  const uniform = device.createBuffer({ size: 16, usage: BUFFER_UNIFORM | BUFFER_COPY_DST })
  device.queue.writeBuffer(uniform, 0, Float32Array.of(width, height, seconds, 0))
  const entries: GPUBindGroupEntry[] = [{ binding: 0, resource: { buffer: uniform } }]
  if (scene.picture !== undefined) {
    const sampler = device.createSampler({ minFilter: 'linear', magFilter: 'linear' })
    entries.push(
      { binding: 1, resource: uploaded(device, scene.picture).createView() },
      { binding: 2, resource: sampler },
    )
  }
  const target = device.createTexture({
    size: [width, height],
    format: 'rgba8unorm',
    usage: RENDER_ATTACHMENT | COPY_SRC,
  })
  const stride = Math.ceil((width * 4) / 256) * 256
  const buffer = device.createBuffer({ size: stride * height, usage: MAP_READ | BUFFER_COPY_DST })
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginRenderPass({
    colorAttachments: [{ view: target.createView(), loadOp: 'clear', storeOp: 'store' }],
  })
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }))
  pass.draw(3)
  pass.end()
  encoder.copyTextureToBuffer({ texture: target }, { buffer, bytesPerRow: stride }, [width, height])
  device.queue.submit([encoder.finish()])
  await buffer.mapAsync(MAP_READ)
  const rows = new Uint8Array(buffer.getMappedRange())
  const read = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) read.set(rows.subarray(y * stride, y * stride + width * 4), y * width * 4)
  const error = await device.popErrorScope()
  if (error !== null) throw new Error(error.message)
  return read
}

async function open(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter()
  if (adapter === null) throw new Error('No WebGPU.')
  return adapter.requestDevice()
}

function uploaded(device: GPUDevice, picture: NonNullable<PatternScene['picture']>): GPUTexture {
  const { width, height, data } = picture
  const texture = device.createTexture({
    size: [width, height],
    format: 'rgba8unorm',
    usage: TEXTURE_BINDING | COPY_DST,
  })
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let index = 0; index < data.length; index++) rgba[Math.floor(index / 3) * 4 + (index % 3)] = data[index]!
  device.queue.writeTexture({ texture }, rgba, { bytesPerRow: width * 4 }, [width, height])
  return texture
}
