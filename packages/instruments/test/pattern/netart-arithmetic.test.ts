import { colorAt, createNetart, type NetartMode } from '@reverie/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBandKernel, rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import { scenes } from './arbitrary-scene.ts'
import { netartScene } from './netart-scene.ts'
import { referenceOutputs } from './reference.ts'

describe('netart arithmetic', () => {
  it('gives every output of any network as the formulas do: skips, biases, other activations', () => {
    fc.assert(
      fc.property(scenes, ({ network, plane, ...rest }) => {
        const scene = {
          ...rest,
          network: { ...network, arithmetic: 'netart' as const },
          plane: { ...plane, samples: 1 },
        }
        const kernel = createBandKernel()
        kernel.load(packScene(scene, { depth: 'float', outputs: true }))
        const expected = Array.from({ length: scene.height }, (_, row) =>
          Array.from({ length: scene.width }, (_, column) =>
            referenceOutputs(scene, { row, column, across: 0, down: 0 }),
          ),
        ).flat(2)
        expect([...kernel.render(0, scene.height)]).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it.each(['bw', 'rgb', 'cmyk', 'hsv', 'hsl'] as const satisfies NetartMode[])(
    'rounds the colours of %s once, to 16 bits and to float32 as well',
    (mode) => {
      const netart = createNetart(3, mode, { units: 8, depth: 4 })
      const size = 20
      const scene = netartScene(netart, size, true)
      const pixels = Array.from({ length: size * size }, (_, index) => {
        const color = colorAt(netart, Math.floor(index / size) / size - 0.5, (index % size) / size - 0.5, true)
        return mode === 'bw' ? [color[0]!, color[3]!] : color
      }).flat()
      expect([...rasterOf(scene, 16).data]).toEqual(pixels.map((value) => Math.round(value * 65_535)))
      expect([...rasterOf(scene, 'float').data]).toEqual(pixels.map(Math.fround))
    },
  )
})
