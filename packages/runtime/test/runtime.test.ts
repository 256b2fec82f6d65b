import { gradient, tensor, writeOnnx, type Graph } from '@reverie/graph'
import { createRuntime, RuntimeError, type Handle } from '@reverie/runtime/node'
import { distance } from '@reverie/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { affine, convolution } from './graphs.ts'
import { randomTensor } from './tensors.ts'

const runtime = await createRuntime()
afterAll(() => runtime.dispose())

const numbers = async (handle: Handle | undefined): Promise<number[]> =>
  Array.from((await handle!.read()).data as Float32Array)

const vector = (...values: number[]) => tensor('float32', [values.length], values)

describe('a program', () => {
  it('computes what the graph says, from a graph and from the bytes of a file', async () => {
    for (const source of [affine(), writeOnnx(affine())]) {
      const program = await runtime.compile(source)
      expect(program.inputs).toEqual([{ name: 'x', type: 'float32', shape: [4] }])
      expect(await numbers((await program.run({ x: vector(1, 2, 3, 4) }))['y'])).toEqual([3, 5, 7, 9])
      await program.release()
    }
  })

  it('takes its own outputs as inputs', async () => {
    const program = await runtime.compile(affine())
    let x: Handle = runtime.tensor(vector(0, 1, 2, 3))
    for (let round = 0; round < 3; round++) x = (await program.run({ x }))['y']!
    expect(await numbers(x)).toEqual([7, 15, 23, 31])
    await program.release()
  })

  it('writes into the memory that it is given, a tensor or a handle', async () => {
    const program = await runtime.compile(affine())
    const place = vector(0, 0, 0, 0)
    const made = await program.run({ x: vector(1, 2, 3, 4) }, { outputs: { y: place } })
    expect(Array.from(place.data as Float32Array)).toEqual([3, 5, 7, 9])
    expect((await made['y']!.read()).data).toBe(place.data)
    const other = runtime.tensor(vector(0, 0, 0, 0))
    const again = await program.run({ x: made['y']! }, { outputs: { y: other } })
    expect(again['y']).toBe(other)
    expect(await numbers(other)).toEqual([7, 11, 15, 19])
    await program.release()
  })

  it('refuses to write over its own input', async () => {
    const program = await runtime.compile(affine())
    const x = runtime.tensor(vector(1, 2, 3, 4))
    await expect(program.run({ x }, { outputs: { y: x } })).rejects.toThrow(
      'Output "y" would be written over an input of the same run. Use two places and swap them after each run.',
    )
    await program.release()
  })

  it('computes only the outputs that are asked for', async () => {
    const program = await runtime.compile(convolution())
    const made = await program.run({ x: randomTensor([1, 3, 16, 16], 2) }, { outputs: ['z'] })
    expect(Object.keys(made)).toEqual(['z'])
    await program.release()
  })

  it('keeps what was read after the handle is disposed of', async () => {
    const program = await runtime.compile(affine())
    const { y } = await program.run({ x: vector(1, 2, 3, 4) })
    const { data } = await y!.read()
    y!.dispose()
    expect(Array.from(data as Float32Array)).toEqual([3, 5, 7, 9])
    await expect(y!.read()).rejects.toThrow('This handle was disposed of: read it before.')
    await expect(program.run({ x: y! })).rejects.toThrow('A handle was used after it had been disposed of.')
    await program.release()
  })

  it('says all that is wrong with what it is fed', async () => {
    const program = await runtime.compile(convolution())
    const feeds = { x: randomTensor([1, 3, 16, 8], 2), image: vector(1) }
    await expect(program.run(feeds)).rejects.toThrow(
      'The graph cannot run: input "x" should be float32[1, 3, 16, 16], found float32[1, 3, 16, 8]; there is no input ' +
        '"image". It takes: x float32[1, 3, 16, 16].',
    )
    await expect(program.run({})).rejects.toThrow('input "x" is missing')
    await expect(program.run({ x: feeds.x }, { outputs: ['w'] })).rejects.toThrow(RuntimeError)
    await program.release()
  })

  it('takes weights as inputs when they are promoted, and is the same for other weights', async () => {
    const x = randomTensor([1, 3, 16, 16], 2)
    const plain = await runtime.compile(convolution(16, 1))
    const promoted = await runtime.compile(convolution(16, 2), { promote: ['weight'] })
    expect(promoted.inputs.map(({ name }) => name)).toEqual(['x', 'weight'])
    const weight = randomTensor([4, 3, 3, 3], 1)
    const found = await numbers((await promoted.run({ x, weight }))['y'])
    expect(distance(found, await numbers((await plain.run({ x }))['y'])).relative).toBeLessThan(1e-6)
    const shared = await runtime.compile(convolution(16, 3), { promote: ['weight'] })
    expect(shared.time).toBe(promoted.time)
    await expect(runtime.compile(affine(), { promote: ['weight'] })).rejects.toThrow(
      '"weight" cannot be promoted: it is not an initialiser of graph "graph". It has: scalar, scalar_1.',
    )
    for (const program of [plain, promoted, shared]) await program.release()
  })

  it('tells the time inside ONNX Runtime, by kernel when asked', async () => {
    const program = await runtime.compile(convolution(256), { profile: true })
    for (let round = 0; round < 3; round++) await program.run({ x: randomTensor([1, 3, 256, 256], 2) })
    const kernels = await program.profile()
    expect(kernels.find(({ op }) => op === 'Conv')?.calls).toBe(3)
    const sum = kernels.reduce((total, { milliseconds }) => total + milliseconds, 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThan(program.time.milliseconds)
    expect(program.time.runs).toBe(3)
    await expect(program.profile()).rejects.toThrow('No kernel times were recorded')
    await program.release()
  })
})

describe('a runtime', () => {
  it('compiles equal graphs once and frees them with the last holder', async () => {
    const first = await runtime.compile(convolution(16, 5))
    const [second, other] = await Promise.all([
      runtime.compile(convolution(16, 5)),
      runtime.compile(convolution(16, 6)),
    ])
    expect(second.time).toBe(first.time)
    expect(other.time).not.toBe(first.time)
    await first.release()
    await first.release()
    const x = randomTensor([1, 3, 16, 16], 2)
    await expect(first.run({ x })).rejects.toThrow('The program was released: compile the graph again.')
    await second.run({ x })
    await second.release()
    const third = await runtime.compile(convolution(16, 5))
    expect(third.time).not.toBe(first.time)
    await third.release()
    await other.release()
  })

  it('tells graphs apart by their attributes alone', async () => {
    const graph = convolution()
    const attributes = { ...graph.nodes[0]!.attributes, dilations: { kind: 'ints', value: [1, 1] } as const }
    const changed: Graph = { ...graph, nodes: [{ ...graph.nodes[0]!, attributes }, ...graph.nodes.slice(1)] }
    const [one, other] = [await runtime.compile(graph), await runtime.compile(changed)]
    expect(one.time).not.toBe(other.time)
    for (const program of [one, other]) await program.release()
  })

  it('gives the same bits with one and with two threads, and again', async () => {
    const graph = convolution(96)
    const differentiated = gradient({ ...graph, outputs: [] }, { of: 'y', withRespectTo: ['x', 'weight'] })
    const x = randomTensor([1, 3, 96, 96], 3)
    const results: number[][] = []
    for (const threads of [1, 2, 1]) {
      const own = await createRuntime({ threads })
      const made = await (await own.compile(differentiated)).run({ x })
      results.push([...(await numbers(made['gradient/x'])), ...(await numbers(made['gradient/weight']))])
      await own.dispose()
    }
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })

  it('describes what decides the last bits of a result', () => {
    expect(runtime.environment).toMatchObject({ provider: 'cpu', deterministic: true })
    expect(runtime.environment.runtime).toMatch(/^onnxruntime-node \d+\.\d+\.\d+$/)
    expect(runtime.environment['cpu']).not.toBe('')
  })

  it('runs nothing after it was disposed of', async () => {
    const own = await createRuntime()
    const program = await own.compile(affine())
    await own.dispose()
    await expect(program.run({ x: vector(1, 2, 3, 4) })).rejects.toThrow('The program was released')
    await program.release()
  })

  it('refuses what it cannot do in a sentence', async () => {
    await expect(createRuntime({ provider: 'gpu' as 'cpu' })).rejects.toThrow(
      'Provider "gpu" is unknown. There are: auto, cpu, webgpu, wasm.',
    )
    await expect(createRuntime({ threads: 0 })).rejects.toThrow(
      'The number of threads should be a whole number from 1',
    )
    await expect(runtime.compile(new Uint8Array([1, 2, 3]))).rejects.toThrow(
      'These bytes are not an ONNX file, or the file is cut short. Get the file again and compare its size.',
    )
    const file = writeOnnx(affine())
    await expect(runtime.compile(file.slice(0, file.length - 9))).rejects.toThrow('the file is cut short')
  })
})

it('gives in WebAssembly what it gives on the CPU', async () => {
  const wasm = await createRuntime({ provider: 'wasm' })
  expect(wasm.provider).toBe('wasm')
  const graph = convolution(32)
  const x = randomTensor([1, 3, 32, 32], 4)
  const expected = await numbers((await (await runtime.compile(graph)).run({ x }))['y'])
  const program = await wasm.compile(graph)
  const place = tensor('float32', [1, 4, 32, 32], 0)
  await program.run({ x }, { outputs: { y: place } })
  expect(distance(place.data as Float32Array, expected).relative).toBeLessThan(1e-5)
  expect(await numbers((await program.run({ x }))['y'])).toEqual(Array.from(place.data as Float32Array))
  await wasm.dispose()
})
