/** In a page: what a program says when its GPU goes away. */
import { createBuilder, tensor } from '@reverie/graph'
import { createRuntime } from '@reverie/runtime/web'

/** The messages of a run and a read after the loss. */
export default async function run(): Promise<string[]> {
  const devices: GPUDevice[] = []
  const request = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor)
    devices.push(device)
    return device
  }
  const runtime = await createRuntime({ provider: 'webgpu' })
  const build = createBuilder()
  build.input('x', 'float32', [4])
  build.output(build.add('Exp', ['x'], {}, 'y'))
  const program = await runtime.compile(build.build())
  const x = tensor('float32', [4], 1)
  const { y } = await program.run({ x })
  devices[0]!.destroy()
  await devices[0]!.lost
  const messages = await Promise.allSettled([program.run({ x }), y!.read()])
  return messages.map((result) => (result.status === 'rejected' ? String(result.reason) : 'nothing'))
}
