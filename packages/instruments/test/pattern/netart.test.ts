import { readFileSync } from 'node:fs'
import type { Raster } from '@reverie/image'
import { createNetart, paintNetart, type Netart, type NetartMatrix, type NetartMode } from '@reverie/testing'
import { describe, expect, it } from 'vitest'
import { composeScene } from '../../src/pattern/compose.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { readNetwork } from '../../src/pattern/networks/read-network.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import { asRaster, netartScene } from './netart-scene.ts'

const modes: readonly NetartMode[] = ['bw', 'rgb', 'cmyk', 'hsv', 'hsl']

/** Buffers compare at once; element by element takes longer than rendering. */
function expectEqualPixels(found: Raster, expected: Raster): void {
  expect({ ...found, data: undefined }).toEqual({ ...expected, data: undefined })
  expect(Buffer.from(found.data).equals(Buffer.from(expected.data))).toBe(true)
}

function expectSameBytes(
  seed: number,
  mode: NetartMode,
  units: number,
  depth: number,
  size: number,
  alpha: boolean,
) {
  const netart = createNetart(seed, mode, { units, depth })
  const scene = netartScene(netart, size, alpha)
  const expected = asRaster(paintNetart(netart, size, alpha), scene)
  expectEqualPixels(rasterOf(scene, 8), expected)
}

describe.each([
  // 128 pixels are whole strips and blocks; 61 leave a rest of both.
  { units: 12, depth: 12, sizes: [61, 128] },
  { units: 16, depth: 8, sizes: [61, 128] },
  { units: 24, depth: 12, sizes: [61] },
  { units: 24, depth: 24, sizes: [61] },
])('netart, network $units, depth $depth', ({ units, depth, sizes }) => {
  describe.each(modes)('%s', (mode) => {
    it.each([false, true])('has every byte of the plain way, alpha: %s', (alpha) => {
      for (const size of sizes) expectSameBytes(size, mode, units, depth, size, alpha)
    })
  })
})

it('has every byte of the plain way for many seeds and sizes of network', () => {
  for (let seed = 0; seed < 400; seed++) {
    const units = 2 + (seed % 23)
    expectSameBytes(seed, modes[seed % 5]!, units, 24 - units, 9 + (seed % 7), seed % 2 === 0)
  }
})

it('comes from a seed as from the plain way: size, latents and weights are drawn in its order', () => {
  for (let seed = 0; seed < 200; seed++) {
    const units = 2 + (seed % 22)
    const mode = modes[seed % 5]!
    const alpha = seed % 2 === 0
    const parameters = patternParameters.parse({
      compat: 'netart',
      units,
      depth: 24 - units,
      width: 16,
      color: mode,
      alpha: alpha ? 'netart' : 'off',
    })
    const netart = createNetart(seed, mode, { units, depth: 24 - units })
    const expected = asRaster(paintNetart(netart, 16, alpha), netartScene(netart, 16, alpha))
    expectEqualPixels(rasterOf(composeScene({ parameters, seed }), 8), expected)
  }
})

describe.each([
  { name: 'list', mode: 'rgb' },
  { name: 'object', mode: 'hsv' },
] as const)('a network saved by recurrent.js, weights in a $name', ({ name, mode }) => {
  const file = (extension: string): Buffer =>
    readFileSync(new URL(`fixtures/recurrent/${name}.${extension}`, import.meta.url))
  const matrices = Object.values(JSON.parse(file('json').toString()) as Record<string, NetartMatrix>).map(
    ({ n, d, w }) => ({ n, d, w: Float32Array.from(Object.values(w)) }),
  )
  const netart: Netart = { mode, units: 6, depth: 2, z: [0.25, -0.75], matrices }

  it('gives the bytes that it gave there', async () => {
    const network = await readNetwork([{ name: `${name}.json`, bytes: file('json') }])
    const raster = rasterOf({ ...netartScene(netart, 24, true), network }, 8)
    expect(file('bin').equals(raster.data as Uint8Array)).toBe(true)
  })

  it('gives them the plain way too', () => {
    expect(file('bin').equals(new Uint8Array(paintNetart(netart, 24, true)))).toBe(true)
  })
})
