/** Each rule for how a network wants its pictures, on the smallest network that it applies to. */
import { createBuilder, float, tensor, writeOnnx, type Builder, type Dimension, type Graph } from '@reverie/graph'
import { modelFrom, type InputConvention } from '@reverie/models'
import { expect, test } from 'vitest'

function conventionOf(
  define: (build: Builder, image: string) => string,
  input = 'image',
  shape: readonly Dimension[] = [1, 3, 8, 8],
  metadata: Graph['metadata'] = {},
): InputConvention {
  const build = createBuilder(undefined, 'net')
  build.output(build.add('Relu', [define(build, build.input(input, 'float32', shape))]))
  const bytes = writeOnnx({ ...build.build(), metadata })
  return modelFrom({ bytes, sha256: '0'.repeat(64), id: 'net' }).input
}

const plain = (_: Builder, image: string): string => image
const vector = (build: Builder, values: number[]): string =>
  build.constant({ type: 'float32', shape: [3, 1, 1], data: Float32Array.from(values) })

test("the file's own metadata", () => {
  const metadata = { 'Image.NominalPixelRange': 'NominalRange_0_255', 'Image.BitmapPixelFormat': 'Bgr8' }
  expect(conventionOf(plain, 'image', [1, 3, 8, 8], metadata)).toEqual({
    name: 'image',
    layout: 'NCHW',
    range: [0, 255],
    order: 'bgr',
  })
})

const subtracted = (units: number) => (build: Builder, image: string) =>
  build.add('Sub', [image, vector(build, [0.48 * units, 0.45 * units, 0.4 * units])])
const divided = (build: Builder, image: string): string => build.add('Div', [image, build.scalar(127.5)])
const scaled = (build: Builder, image: string): string => build.add('Mul', [image, build.scalar(1 / 255)])
const normed = (build: Builder, image: string): string => {
  const all = (value: number): string => build.constant(tensor('float32', [3], value))
  return build.add('BatchNormalization', [image, all(1), all(0), all(120), all(3000)], { epsilon: float(1e-5) })
}

test('a network that normalises by itself', () => {
  expect(conventionOf(subtracted(1))).toMatchObject({ range: [0, 1] })
  expect(conventionOf(subtracted(1)).mean).toBeUndefined()
  expect(conventionOf(subtracted(255))).toMatchObject({ range: [0, 255] })
  for (const own of [divided, scaled, normed]) expect(conventionOf(own)).toMatchObject({ range: [0, 255] })
})

test("Caffe's networks", () => {
  expect(conventionOf(plain, 'data_0')).toMatchObject({ range: [0, 255], order: 'bgr', mean: [104, 117, 123] })
})

test("Keras' networks", () => {
  expect(conventionOf(plain, 'input_1')).toMatchObject({ range: [-1, 1], order: 'rgb' })
  expect(conventionOf(plain, 'image', [1, 8, 8, 3])).toMatchObject({ range: [-1, 1] })
  expect(conventionOf(plain, 'image', [1, 3, 8, 8], { source: 'TensorFlow.js layers model' })).toMatchObject({
    range: [-1, 1],
  })
})

test('all others are as those of PyTorch', () => {
  expect(conventionOf(plain)).toEqual({
    name: 'image',
    layout: 'NCHW',
    range: [0, 1],
    order: 'rgb',
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  })
})
