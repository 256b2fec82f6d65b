import { describe, expect, it } from 'vitest'
import { InstrumentError } from '../../src/instrument.ts'
import { createBandKernel } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import type { DenseLayer, PatternNetwork } from '../../src/pattern/network.ts'
import type { PatternScene } from '../../src/pattern/scene.ts'
import { constant, lively, plainPlane, sceneWith } from './kernel-scene.ts'

const pack =
  (network: Partial<PatternNetwork>, changes: Partial<PatternScene> = {}): (() => unknown) =>
  () =>
    packScene(sceneWith({ ...lively(), ...network }, changes), { depth: 8 })

/** The first layer of `lively`, changed. */
const first = (changes: Partial<DenseLayer>): Partial<PatternNetwork> => {
  const { layers } = lively()
  return { layers: [{ ...layers[0]!, ...changes }, ...layers.slice(1)] }
}

describe('packing a scene', () => {
  it('is the same bytes for the same scene', () => {
    const packed = packScene(sceneWith(lively()), { depth: 16 })
    expect(packed).toMatchObject({ width: 16, height: 16, channels: 3, depth: 16 })
    expect(packScene(sceneWith(lively()), { depth: 16 })).toEqual(packed)
  })

  it.each([
    [
      'no layers',
      pack({ layers: [] }),
      'The network has no layers: a pattern needs at least one, whose units are the colour.',
    ],
    ['shapes that do not fit', pack(first({ inputs: 7 })), 'Layer 1 of 3 takes 7 inputs, but there are 5 for it.'],
    [
      'too few weights',
      pack(first({ units: 1e9 })),
      'Layer 1 of 3 has 50 weights, expected 1000000000 × 5 = 5000000000.',
    ],
    [
      'a part of a unit',
      pack(first({ units: 0.5 })),
      'Layer 1 of 3 has 0.5 units: it needs a whole number from 1.',
    ],
    [
      'a weight that is no number',
      pack(first({ weights: new Float32Array(50).fill(NaN, 12) })),
      'Layer 1 of 3: weight 12 is NaN; every one must be a finite number.',
    ],
    [
      'too few biases',
      pack(first({ bias: new Float32Array(3) })),
      'Layer 1 of 3 has 3 biases, expected 10, one for each unit.',
    ],
    [
      'an unknown activation',
      pack(first({ activations: ['swish' as 'tanh'] })),
      'Layer 1 of 3 has the activation "swish". There are: tanh, sin, cos, gaussian, relu, softplus, sigmoid, abs, step, identity, composite.',
    ],
    [
      'composite among others',
      pack(first({ activations: [...Array<'tanh'>(9).fill('tanh'), 'composite'] })),
      'Layer 1 of 3 mixes "composite" with others: it can only be that of a whole layer.',
    ],
    [
      'a latent that is not there',
      pack({}, { latents: [] }),
      'The network reads "z0", found 0 latents: give 1 finite numbers.',
    ],
    [
      'an unknown feature',
      pack({ features: ['x', 'y', 'r', 'w' as 'x', 'one'] }),
      'The network reads "w", which is no feature. There are: one, z0, z1, …, x, y, r, sinX, cosX, sinY, cosY, red, green, blue.',
    ],
    [
      'no picture to read',
      pack({ features: ['x', 'y', 'r', 'red', 'one'] }),
      'The network reads a picture, and there is none: add one.',
    ],
    [
      'too few outputs',
      pack({}, { coloring: { mode: 'cmyk', alpha: 'netart' } }),
      'The network has 3 outputs; cmyk with alpha needs 5.',
    ],
    [
      'no colours',
      pack({}, { coloring: { mode: 'gradient', alpha: 'off' } }),
      'A gradient needs colours of three numbers from 0 to 1 each, found 0 numbers.',
    ],
    [
      'no size',
      pack({}, { width: 0 }),
      'A pattern of 0 × 16 pixels: both must be whole numbers from 1 to 1000000.',
    ],
    ['a zoom of 0', pack({}, { plane: { ...plainPlane, zoom: 0 } }), "The plane's zoom is 0; it must be above 0."],
    [
      'half a sample',
      pack({}, { plane: { ...plainPlane, samples: 1.5 } }),
      'The plane has 1.5 samples a side; it must be a whole number from 1 to 8.',
    ],
    [
      'one sector',
      pack({}, { plane: { ...plainPlane, symmetry: 'rotation', order: 1 } }),
      "The symmetry's order is 1; it must be a whole number from 2 to 1000.",
    ],
  ])('refuses a scene with %s', (_, packed, sentence) => {
    expect(packed).toThrow(new InstrumentError(sentence))
  })

  it('refuses more values a pixel than fit into a strip', () => {
    const wide = constant(Array<number>(70_000).fill(0))
    expect(() => packScene(sceneWith(wide), { depth: 8 })).toThrow(
      'take fewer units, less depth, or no dense skips',
    )
  })

  it('takes networks as large as parameters allow', () => {
    const layer = (inputs: number, units: number): DenseLayer => ({
      inputs,
      units,
      weights: new Float32Array(inputs * units).fill(1 / inputs),
      activations: ['relu'],
    })
    const sizes = Array.from({ length: 9 }, (_, index) => layer(2 + 256 * index, index === 8 ? 3 : 256))
    const dense: PatternNetwork = { features: ['r', 'one'], layers: sizes, skips: 'dense', arithmetic: 'float32' }
    const kernel = createBandKernel()
    kernel.load(packScene(sceneWith(dense, { width: 50, height: 1 }), { depth: 'float' }))
    expect(kernel.render(0, 1).every((value) => value > 0 && value <= 1)).toBe(true)
  })
})
