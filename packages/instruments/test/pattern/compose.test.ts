import { describe, expect, it } from 'vitest'
import { composeScene, drawPattern, type PatternParts } from '../../src/pattern/compose.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import type { DenseLayer, Feature, PatternNetwork } from '../../src/pattern/network.ts'
import { readPalette } from '../../src/pattern/palettes.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import { colorModes } from '../../src/pattern/scene.ts'

type Rest = Omit<PatternParts, 'parameters'>

const parts = (settings: Record<string, unknown> = {}, rest: Partial<Rest> = {}): PatternParts => ({
  parameters: patternParameters.parse({ width: 24, height: 24, units: 6, depth: 2, ...settings }),
  seed: 1,
  ...rest,
})
const scene = (settings?: Record<string, unknown>, rest?: Partial<Rest>) => composeScene(parts(settings, rest))

/** A network as a file might hold it. */
function fileNetwork(features: readonly Feature[], outputs: number): PatternNetwork {
  const layer = (units: number, inputs: number, activation: 'tanh' | 'sigmoid'): DenseLayer => ({
    inputs,
    units,
    weights: Float32Array.from({ length: units * inputs }, (_, index) => (index % 7) / 5 - 0.5),
    activations: [activation],
  })
  return {
    features,
    layers: [layer(4, features.length, 'tanh'), layer(outputs, 4, 'sigmoid')],
    skips: 'none',
    arithmetic: 'float32',
  }
}

const picture = { width: 1, height: 1, channels: 3, depth: 8, data: new Uint8Array([255, 0, 0]) } as const

describe('the network that is drawn', () => {
  it('reads the place, one latent for each that is asked for, and a picture where there is one', () => {
    expect(scene().network.features).toEqual(['x', 'y', 'r', 'one', 'z0', 'z1'])
    expect(scene({ latents: 3, coordinates: 'lucid' }).network.features).toEqual([
      'x',
      'y',
      'one',
      'z0',
      'z1',
      'z2',
    ])
    expect(scene({ coordinates: 'netart' }).network.features.slice(0, 2)).toEqual(['y', 'x'])
    const pictured = scene({}, { picture })
    expect(pictured.network.features.slice(-3)).toEqual(['red', 'green', 'blue'])
    expect(pictured.picture).toBe(picture)
    expect(scene({ influence: 0 }, { picture })).not.toHaveProperty('picture')
  })

  it('has as many outputs as the colour reads', () => {
    const outputs = (settings: Record<string, unknown>) => scene(settings).network.layers.at(-1)!.units
    expect(colorModes.map((color) => outputs({ color }))).toEqual([1, 3, 4, 3, 3, 3, 1, 3])
    expect(colorModes.map((color) => outputs({ color, alpha: 'full' }))).toEqual([2, 4, 5, 4, 4, 4, 2, 4])
  })

  it('follows the list of characters, which starts again', () => {
    const kinds = scene({ activations: 'sin, ABS', depth: 3 }).network.layers.map(
      ({ activations }) => activations[0],
    )
    expect(kinds).toEqual(['sin', 'abs', 'sin', 'abs', 'sigmoid'])
    expect(() => scene({ activations: 'sin,boom' })).toThrow(/"boom" in "sin,boom" is no character.*tanh, sin/)
  })

  it('takes the latents that are given and draws the others, always the same', () => {
    const drawn = scene({ latents: 5 }).latents
    expect(drawn.every((latent) => Math.abs(latent) <= 1)).toBe(true)
    expect(scene({ latents: 5, z: [3, -0.25] }).latents).toEqual([3, -0.25, ...drawn.slice(2)])
    expect(scene({ latents: 2, z: [3, 2, 1] }).latents).toEqual([3, 2])
  })

  it('looks the same at another size, and is drawn once for all frames', () => {
    expect(scene({ width: 1000, height: 500 }).network).toEqual(scene({ width: 2000, height: 1000 }).network)
    const film = parts({ frames: 4 })
    const state = drawPattern(film)
    const frames = [0, 1, 2, 3, 4].map((frame) => composeScene({ ...film, frame }, state))
    expect(frames.every(({ network }) => network === state.network)).toBe(true)
    expect(frames[0]!.latents).toEqual(state.latents)
    expect(frames[4]!.latents).toEqual(frames[0]!.latents)
    expect(frames[2]!.latents).not.toEqual(frames[0]!.latents)
  })
})

describe('the plane', () => {
  it('has the range of its coordinates, or the one that is given', () => {
    const ranges = ['centred', 'netart', 'cppn-tensorflow', 'lucid'].map(
      (coordinates) => scene({ coordinates }).plane.range,
    )
    expect(ranges).toEqual([1, 0.5, 8, Math.sqrt(3)])
    expect(scene({ coordinates: 'lucid', range: 2.5 }).plane.range).toBe(2.5)
    expect(
      scene({ zoom: 2, panX: 1, panY: -1, rotate: 30, symmetry: 'rotation', order: 5, samples: 3 }).plane,
    ).toEqual({
      coordinates: 'centred',
      range: 1,
      zoom: 2,
      panX: 1,
      panY: -1,
      rotate: 30,
      symmetry: 'rotation',
      order: 5,
      samples: 3,
    })
  })

  it.each(['none', 'mirror-x', 'mirror-y', 'mirror'])(
    'a tile with symmetry "%s" continues at its edges',
    (symmetry) => {
      const side = 48
      const { data } = rasterOf(scene({ tile: true, symmetry, color: 'bw', width: side, height: side }), 8)
      const at = (x: number, y: number): number => data[((y + side) % side) * side + ((x + side) % side)]!
      const places = Array.from(
        { length: side * side },
        (_, index) => [index % side, Math.floor(index / side)] as const,
      )
      const inside = Math.max(
        ...places.map(([x, y]) => (x === 0 || y === 0 ? 0 : Math.abs(at(x, y) - at(x - 1, y)))),
      )
      const across = Array.from({ length: side }, (_, y) => Math.abs(at(0, y) - at(-1, y)))
      const down = Array.from({ length: side }, (_, x) => Math.abs(at(x, 0) - at(x, -1)))
      expect(Math.max(...across, ...down)).toBeLessThanOrEqual(inside)
      const mirrored = (x: number, y: number): number =>
        at(
          symmetry === 'mirror-y' || symmetry === 'none' ? x : -1 - x,
          symmetry === 'mirror-x' || symmetry === 'none' ? y : -1 - y,
        )
      expect(places.every(([x, y]) => at(x, y) === mirrored(x, y))).toBe(true)
    },
  )

  it('of a tile is not turned', () => {
    expect(() => scene({ tile: true, symmetry: 'kaleidoscope' })).toThrow(
      /mirrored, not turned: symmetry is "kaleidoscope"/,
    )
  })
})

describe('colours', () => {
  it('are those named, else those taken from a picture, else those of the seed', () => {
    const taken = new Float32Array([0, 0, 0, 1, 1, 1])
    expect(scene({ palette: 'moss' }, { paletteColors: taken }).coloring.colors).toEqual(readPalette('moss'))
    expect(scene({}, { paletteColors: taken }).coloring.colors).toBe(taken)
    const seeds = Array.from({ length: 20 }, (_, seed) => scene({}, { seed }).coloring.colors!.join())
    expect(new Set(seeds).size).toBeGreaterThan(4)
    expect(scene({ color: 'hsv', palette: 'no such' }).coloring).toEqual({ mode: 'hsv', alpha: 'off' })
    expect(() => scene({ palette: 'no such' })).toThrow(/Built in are/)
  })
})

describe('netart', () => {
  it('leaves aside what netart-js does not have', () => {
    const { width, height, plane, network } = scene({
      compat: 'netart',
      width: 30,
      height: 20,
      zoom: 3,
      symmetry: 'mirror',
      tile: true,
      bias: 1,
      samples: 2,
      activation: 'sin',
      latents: 7,
    })
    expect([width, height]).toEqual([30, 30])
    expect(plane).toMatchObject({ coordinates: 'netart', zoom: 1, symmetry: 'none', samples: 1 })
    expect(network.features).toEqual(['x', 'y', 'r', 'z0', 'z1', 'one'])
    expect(network.layers.map(({ activations }) => activations[0])).toEqual(['tanh', 'tanh', 'tanh', 'sigmoid'])
    expect(network.arithmetic).toBe('netart')
  })

  it('takes latents that are given, and draws the weights all the same', () => {
    const drawn = scene({ compat: 'netart' })
    const given = scene({ compat: 'netart', z: [0.5] })
    expect(given.latents).toEqual([0.5, drawn.latents[1]])
    expect(given.network).toEqual(drawn.network)
  })
})

describe('a network from a file', () => {
  it('stands in place of the one from the seed, with latents for what it reads', () => {
    const network = fileNetwork(['x', 'y', 'r', 'z0', 'z2'], 3)
    const made = scene({ color: 'rgb', z: [0.5], units: 99 }, { network })
    expect(made.network).toEqual(network)
    expect(made.latents).toHaveLength(3)
    expect(made.latents[0]).toBe(0.5)
    expect(scene({ color: 'rgb', coordinates: 'netart' }, { network }).network.features.slice(0, 2)).toEqual([
      'y',
      'x',
    ])
  })

  it('is edited as any other', () => {
    const network = fileNetwork(['x', 'y'], 3)
    const edits = [{ type: 'mutate', seed: 1, rate: 1 }]
    expect(scene({ color: 'rgb' }, { network, edits }).network.layers[0]!.weights).not.toEqual(
      network.layers[0]!.weights,
    )
    const sister = { file: true, seed: 5, parameters: {}, edits } as const
    const child = scene(
      { color: 'rgb' },
      { network, edits: [{ type: 'cross', seed: 2, with: [{ ...sister, edits }] }] },
    )
    expect(child.network.layers[0]!.weights).not.toEqual(network.layers[0]!.weights)
  })

  it('has to give the outputs that the colour reads', () => {
    const network = fileNetwork(['x', 'y', 'r'], 3)
    for (const color of ['bw', 'rgb', 'hsv', 'gradient']) expect(() => scene({ color }, { network })).not.toThrow()
    expect(() => scene({ color: 'cmyk' }, { network })).toThrow(
      'Colour "cmyk" with transparency "off" reads 4 outputs, and the network gives 3. Of the colours fit without ' +
        'transparency: bw, rgb, hsv, hsl, oklch, gradient, palette; with it: bw, gradient.',
    )
    expect(() => scene({ color: 'rgb', alpha: 'full' }, { network })).toThrow(/reads 4 outputs/)
  })

  it('has to fit the tile, the picture and netart', () => {
    expect(() => scene({ tile: true, color: 'rgb' }, { network: fileNetwork(['x', 'y'], 3) })).toThrow(
      /drawn for it/,
    )
    expect(() => scene({ tile: true, color: 'rgb' }, { network: fileNetwork(['sinX', 'cosX'], 3) })).not.toThrow()
    expect(() => scene({ color: 'rgb' }, { network: fileNetwork(['x', 'red'], 3) })).toThrow(/reads a picture/)
    expect(() => scene({ compat: 'netart', color: 'rgb' }, { network: fileNetwork(['x', 'y'], 3) })).toThrow(
      /recurrent.js/,
    )
  })
})
