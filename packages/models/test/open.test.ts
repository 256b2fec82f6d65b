import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createBuilder,
  cut,
  ints,
  isStatic,
  numbersOf,
  withInputShape,
  writeOnnx,
  type Graph,
} from '@reverie/graph'
import { listModels } from '@reverie/models'
import { addModel, listAddedModels, openModel } from '@reverie/models/node'
import { createRuntime } from '@reverie/runtime/node'
import { networks } from '@reverie/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string
let store: { folder: string }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-models-'))
  store = { folder: join(folder, 'store') }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (name: string, content: Graph | Record<string, unknown>): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, isGraph(content) ? writeOnnx(content) : JSON.stringify(content))
  return path
}

const isGraph = (content: object): content is Graph => 'nodes' in content

describe('the built-in models', () => {
  test('are listed with what they are', () => {
    expect(listModels().map(({ id, kind, license }) => ({ id, kind, license }))).toEqual([
      { id: 'inception', kind: 'features', license: 'MIT' },
      { id: 'mobilenet', kind: 'features', license: 'MIT' },
    ])
    expect(listModels()[0]!.bytes).toBeLessThan(9_000_000)
    expect(listModels()[1]!.bytes).toBeLessThan(1_000_000)
  })

  test.each(listModels())('$id says the same in its folder as in the program', async (card) => {
    expect(JSON.parse(await readFile(new URL(`../${card.id}/card.json`, import.meta.url), 'utf8'))).toEqual(card)
    expect(await readFile(new URL(`../${card.id}/README.md`, import.meta.url), 'utf8')).toContain(card.sha256)
  })

  test('inception has its layers by their names, the telling ones first', async () => {
    const model = await openModel('inception')
    expect(model.layers.slice(0, 8).map(({ name, channels, stride }) => [name, channels, stride])).toEqual([
      ['activation_3', 64, 2],
      ['activation_5', 192, 4],
      ['mixed0', 256, 8],
      ['mixed1', 288, 8],
      ['mixed2', 288, 8],
      ['mixed3', 768, 16],
      ['mixed4', 768, 16],
      ['mixed5', 768, 16],
    ])
    const names = model.layers.map(({ name }) => name)
    expect(names).toContain('conv2d_5')
    expect(names).not.toContain('mixed6')
    expect(Object.keys(model.defaultLayers).every((name) => names.includes(name))).toBe(true)
    expect(names).toContain(model.guideLayer)
    expect(model.graph.nodes.map(({ op }) => op)).not.toContain('DequantizeLinear')
    expect(model.graph.nodes.map(({ op }) => op)).not.toContain('BatchNormalization')
  })

  test('mobilenet runs at any size', async () => {
    const model = await openModel('mobilenet')
    const graph = withInputShape(cut(model.graph, ['block_10_project']), { [model.input.name]: [1, 3, 96, 64] })
    expect(isStatic(graph.outputs[0]!.shape)).toBe(true)
    expect(graph.outputs[0]!.shape).toEqual([1, 96, 6, 4])
  })
})

describe('a file of a person', () => {
  test('is opened by its path, freed from its size, with guesses that the model states', async () => {
    const model = await openModel(await write('My Net.onnx', networks.squeezenet()))
    expect(model.id).toBe('my-net')
    expect(model.graph.inputs[0]!.shape).toEqual(['batch', 3, 'height', 'width'])
    expect(model.input).toMatchObject({ range: [0, 1], order: 'rgb', mean: [0.485, 0.456, 0.406] })
    expect(model.card).toMatchObject({ license: 'unknown', kind: 'features' })
    expect(Object.keys(model.defaultLayers)).toHaveLength(1)
  })

  test('loses an end that takes one size only', async () => {
    const { build, image, feature } = small()
    const flat = build.add('Reshape', [feature, build.indices([1, 4 * 16])])
    build.output(
      build.add(
        'MatMul',
        [flat, build.constant({ type: 'float32', shape: [64, 2], data: new Float32Array(128) })],
        {},
        'head',
      ),
    )
    const model = await openModel(await write('fixed.onnx', build.build()))
    expect(model.graph.inputs[0]).toMatchObject({ name: image, shape: ['batch', 3, 'height', 'width'] })
    expect(model.graph.outputs.map(({ name }) => name)).toEqual([feature])
  })

  test('keeps its size where no feature map comes before', async () => {
    const model = await openModel(await write('vit.onnx', networks.vit()))
    expect(model.graph.inputs[0]!.shape?.[1]).toBe(3)
    expect(model.layers.length).toBeGreaterThan(0)
  })

  test('with channels last is fed channels first, and computes the same', async () => {
    const build = createBuilder(undefined, 'last')
    const picture = build.input('picture', 'float32', [1, 8, 8, 3])
    const first = build.add('Transpose', [picture], { perm: ints([0, 3, 1, 2]) })
    build.output(build.add('Relu', [first], {}, 'map'))
    const model = await openModel(await write('last.onnx', build.build()))
    expect(model.input.range).toEqual([-1, 1])
    const graph = withInputShape(model.graph, { picture: [1, 3, 2, 2] })
    const runtime = await createRuntime({ threads: 1 })
    const program = await runtime.compile(graph)
    const data = Float32Array.from({ length: 12 }, (_, index) => index - 3)
    const { map } = await program.run({ picture: { type: 'float32', shape: [1, 3, 2, 2], data } })
    expect(numbersOf(await map!.read())).toEqual([...data].map((each) => Math.max(each, 0)))
    await runtime.dispose()
  })

  test('is described by the card beside it', async () => {
    await write('net.card.json', {
      id: 'shells',
      license: 'CC0-1.0',
      input: { range: [0, 255], order: 'bgr' },
      telling: [{ name: 'feature', channels: 4, stride: 2 }],
      defaultLayers: { feature: 2 },
    })
    const { build, feature } = small()
    build.output(feature)
    const model = await openModel(await write('net.onnx', build.build()))
    expect(model).toMatchObject({
      id: 'shells',
      card: { license: 'CC0-1.0' },
      input: { name: 'image', range: [0, 255], order: 'bgr' },
      defaultLayers: { feature: 2 },
    })
    expect(model.layers[0]).toMatchObject({ name: 'feature', telling: true })
  })
})

/** A small network up to a feature map of 4 channels and stride 2. */
function small(): { build: ReturnType<typeof createBuilder>; image: string; feature: string } {
  const build = createBuilder(undefined, 'small')
  const image = build.input('image', 'float32', [1, 3, 8, 8])
  const kernel = build.constant({ type: 'float32', shape: [4, 3, 2, 2], data: new Float32Array(48).fill(0.1) })
  const feature = build.add('Conv', [image, kernel], { strides: ints([2, 2]) }, 'feature')
  return { build, image, feature }
}

describe('the store', () => {
  test('keeps a model by its identifier', async () => {
    const card = await addModel(await write('Net.onnx', networks.resnet()), store)
    expect(card.id).toBe('net')
    expect(await listAddedModels(store)).toEqual([card])
    const model = await openModel('net', store)
    expect(model.sha256).toBe(card.sha256)
    expect(model.card).toEqual(card)
  })

  test('gives another file of a name that is taken one of its own', async () => {
    const first = await addModel(await write('net.onnx', networks.resnet()), store)
    expect((await addModel(join(folder, 'net.onnx'), store)).id).toBe('net')
    const second = await addModel(await write('net.onnx', networks.googlenet()), store)
    expect(second.id).toBe(`net-${second.sha256.slice(0, 8)}`)
    expect((await openModel('net', store)).sha256).toBe(first.sha256)
    expect((await addModel(await write('inception.onnx', networks.resnet()), store)).id).toMatch(
      /^inception-[0-9a-f]{8}$/,
    )
  })

  test('refuses a file that was changed', async () => {
    await addModel(await write('net.onnx', networks.resnet()), store)
    await writeFile(join(store.folder, 'net', 'model.onnx'), 'other')
    await expect(openModel('net', store)).rejects.toThrow(/model "net" should have the SHA-256 .* Install it again/)
  })

  test('passes by what is no model', async () => {
    await mkdir(join(store.folder, 'half'), { recursive: true })
    await writeFile(join(store.folder, 'note.txt'), '')
    await mkdir(join(store.folder, 'damaged'))
    await writeFile(join(store.folder, 'damaged', 'card.json'), '{ "id": "dam')
    expect(await listAddedModels(store)).toEqual([])
  })
})

describe('refusals', () => {
  test('a name that is neither model nor file', async () => {
    await expect(openModel('incepton', store)).rejects.toThrow(
      'There is no model "incepton", and no file of that name. Models are: inception, mobilenet. Give one of them',
    )
  })

  test('a file that is no ONNX', async () => {
    await expect(openModel(await write('x.onnx', { a: 1 }))).rejects.toThrow(/^"x" /)
  })

  test('a network without a picture', async () => {
    const build = createBuilder(undefined, 'words')
    build.output(build.add('Relu', [build.input('tokens', 'float32', [1, 77])]))
    await expect(openModel(await write('words.onnx', build.build()))).rejects.toThrow(
      'should have an input for a picture, float32 of shape [N, 3, H, W] or [N, H, W, 3]; its inputs are: tokens float32 [1, 77].',
    )
  })

  test('a network of two inputs', async () => {
    const build = createBuilder(undefined, 'two')
    const image = build.input('image', 'float32', [1, 3, 8, 8])
    build.output(build.add('Mul', [image, build.input('strength', 'float32', [])]))
    await expect(openModel(await write('two.onnx', build.build()))).rejects.toThrow(
      /should have one input, its picture; its inputs are: .*strength/,
    )
  })

  test('a card with mistakes, all of them', async () => {
    await write('net.card.json', { kind: 'painting', defaultLayers: { a: 'much' } })
    await expect(openModel(await write('net.onnx', networks.resnet()))).rejects.toThrow(
      /Card "net\.card\.json" cannot be used:[^]*kind[^]*defaultLayers/,
    )
  })

  test('a card whose layers are not there', async () => {
    await write('net.card.json', { telling: [{ name: 'mixed9', channels: 1, stride: 1 }] })
    await expect(openModel(await write('net.onnx', networks.resnet()))).rejects.toThrow(
      /names layers that it does not have: mixed9\. It has: /,
    )
  })

  test('a TFJS model whose shard is missing', async () => {
    const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: [] }]
    const path = await write('model.json', {
      modelTopology: { class_name: 'Sequential', config: [] },
      weightsManifest,
    })
    await expect(openModel(path)).rejects.toThrow(/Shard "group1-shard1of1\.bin" of .* is missing\. Put it beside/)
  })
})
