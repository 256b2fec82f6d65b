/** Keras' own files, written by h5py (fixtures/make-keras.py): whole models, weights beside their model, archives. */
import { readFileSync } from 'node:fs'
import { zipSync, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readNetwork } from '../../../src/pattern/networks/read-network.ts'
import type { NetworkFile } from '../../../src/pattern/networks/reading.ts'

const file = (name: string): NetworkFile => ({
  name,
  bytes: new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url))),
})
const { kernels, biases } = JSON.parse(new TextDecoder().decode(file('values.json').bytes)) as {
  kernels: number[][][]
  biases: number[][]
}

/** Keras keeps [in, out]; a pattern's rows are units. */
const expected = {
  features: ['x', 'y', 'r', 'z0', 'z1'],
  layers: kernels.map((kernel, index) => ({
    inputs: kernel.length,
    units: kernel[0]!.length,
    weights: Float32Array.from(kernel[0]!.flatMap((_, unit) => kernel.map((row) => row[unit]!))),
    bias: Float32Array.from(biases[index]!),
    activations: [['tanh', 'relu', 'sigmoid'][index]],
  })),
  skips: 'none',
  arithmetic: 'float32',
}

test('a whole model of Keras 2 in HDF5', async () => {
  expect(await readNetwork([file('keras2.h5')])).toEqual(expected)
})

test("Keras 2's JSON and weights, compressed in chunks", async () => {
  expect(await readNetwork([file('keras2.json'), file('keras2.weights.h5')])).toEqual(expected)
  expect(await readNetwork([file('keras2.weights.h5'), file('keras2.json')])).toEqual(expected)
})

test('an archive of Keras 3, whose weights go by the classes of their layers', async () => {
  expect(await readNetwork([file('keras3.keras')])).toEqual(expected)
})

describe('is refused with a sentence', () => {
  const archive = unzipSync(file('keras3.keras').bytes)
  const { 'model.weights.h5': _, ...rest } = archive
  const whole = file('keras2.h5').bytes

  test.each<[string, NetworkFile[], string]>([
    [
      'weights without a model',
      [file('keras2.weights.h5')],
      '"keras2.weights.h5" holds weights without their model. Give the model\'s JSON (model.to_json()) with it',
    ],
    ['a model without weights', [file('keras2.json')], '"keras2.json" is a Keras model without its weights.'],
    [
      'an archive without weights',
      [{ name: 'a.keras', bytes: zipSync(rest) }],
      '"a.keras" has no model.weights.h5, which a .keras archive has.',
    ],
    [
      'an archive of something else',
      [{ name: 'a.zip', bytes: zipSync({ 'notes.txt': new Uint8Array(3) }) }],
      'is a zip archive, but neither of Keras (config.json and model.weights.h5) nor of NumPy (.npy files). It holds: notes.txt.',
    ],
    [
      'a PyTorch file',
      [{ name: 'a.pt', bytes: zipSync({ 'archive/data.pkl': new Uint8Array(3) }) }],
      '"a.pt" is a PyTorch file, whose pickles can run code: they are not read.',
    ],
    [
      'an archive that was cut short',
      [{ name: 'a.keras', bytes: file('keras3.keras').bytes.slice(0, 5000) }],
      '"a.keras" is not a whole zip archive',
    ],
    ['HDF5 that was cut short', [{ name: 'a.h5', bytes: whole.slice(0, 9000) }], '"a.h5" is not a whole HDF5 file'],
    [
      'damaged HDF5',
      [{ name: 'a.h5', bytes: whole.map((byte, at) => (at > 500 && at < 900 ? 255 : byte)) }],
      '"a.h5" is not a whole HDF5 file',
    ],
  ])('%s', async (_name, files, message) => {
    await expect(readNetwork(files)).rejects.toThrow(message)
  })
})
