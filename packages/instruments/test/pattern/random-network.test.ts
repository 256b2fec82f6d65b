import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { composeScene } from '../../src/pattern/compose.ts'
import type { PatternNetwork } from '../../src/pattern/network.ts'
import { activationChoices, patternParameters } from '../../src/pattern/params.ts'
import { drawNetwork, type NetworkPlan } from '../../src/pattern/random-network.ts'

const plan: NetworkPlan = {
  features: ['x', 'y', 'r', 'one', 'z0', 'z1'],
  units: 6,
  depth: 3,
  outputs: 3,
  activations: ['tanh'],
  skips: 'none',
  gain: 1,
  bias: 0,
  influence: 1,
  reach: { x: 1, y: 1 },
}

/** A hash of all numbers of a network. */
function fingerprint({ layers }: PatternNetwork): string {
  const hash = createHash('sha256')
  for (const { weights, bias } of layers) {
    hash.update(new Uint8Array(weights.buffer))
    if (bias) hash.update(new Uint8Array(bias.buffer))
  }
  return hash.digest('hex').slice(0, 16)
}

/** What a picture is like: how far its greys spread (deviation, of 255), and how much neighbours differ, as a share of that. */
function look(settings: Record<string, unknown>, seed: number): { contrast: number; unrest: number } {
  const parameters = patternParameters.parse({ color: 'bw', width: 48, height: 48, ...settings })
  const { data, width } = rasterOf(composeScene({ parameters, seed }), 8)
  const values = Array.from(data)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const contrast = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const steps = values.flatMap((value, index) => (index % width > 0 ? [Math.abs(value - values[index - 1]!)] : []))
  return { contrast, unrest: steps.reduce((sum, step) => sum + step, 0) / steps.length / Math.max(1, contrast) }
}

/** The look of the middle one of some seeds. */
function usualLook(settings: Record<string, unknown>): { contrast: number; unrest: number } {
  const looks = seeds.map((seed) => look(settings, seed))
  return {
    contrast: median(looks.map(({ contrast }) => contrast)),
    unrest: median(looks.map(({ unrest }) => unrest)),
  }
}

const seeds = [1, 2, 3, 4, 5, 6, 7]
const median = (values: number[]): number => values.sort((left, right) => left - right)[values.length >> 1]!

describe('networks from a seed', () => {
  it('are the same bits in every engine and every release', () => {
    expect(fingerprint(drawNetwork(1, plan))).toBe('21b5fb54631450d5')
    expect(
      fingerprint(drawNetwork(4_294_967_295, { ...plan, activations: ['mixed', 'composite', 'relu'], bias: 0.5 })),
    ).toBe('790dd4e07b92897f')
    expect(
      fingerprint(drawNetwork(2, { ...plan, units: 40, depth: 5, skips: 'dense', activations: ['sin'] })),
    ).toBe('c6e5ba1187ae8c3b')
  })

  it('has the shapes that its plan says', () => {
    const shapes = (network: PatternNetwork) => network.layers.map(({ units, inputs }) => [units, inputs])
    expect(shapes(drawNetwork(1, plan))).toEqual([
      [6, 6],
      [6, 6],
      [6, 6],
      [6, 6],
      [3, 6],
    ])
    expect(shapes(drawNetwork(1, { ...plan, skips: 'dense', depth: 2 }))).toEqual([
      [6, 6],
      [6, 12],
      [6, 18],
      [3, 24],
    ])
    expect(shapes(drawNetwork(1, { ...plan, activations: ['composite', 'tanh'], depth: 1 }))).toEqual([
      [6, 6],
      [6, 12],
      [3, 6],
    ])
  })

  it('keeps its other weights when a latent, a layer or an output is added', () => {
    const before = drawNetwork(9, { ...plan, units: 40 }).layers
    const oneMoreLatent = drawNetwork(9, { ...plan, units: 40, features: [...plan.features, 'z2'] }).layers
    const places = Array.from({ length: 40 }, (_, unit) => unit)
    expect(places.map((unit) => oneMoreLatent[0]!.weights.slice(unit * 7, unit * 7 + 4))).toEqual(
      places.map((unit) => before[0]!.weights.slice(unit * 6, unit * 6 + 4)),
    )
    expect(oneMoreLatent[1]).toEqual(before[1])
    expect(drawNetwork(9, { ...plan, units: 40, outputs: 4 }).layers.slice(0, 4)).toEqual(before.slice(0, 4))
    expect(drawNetwork(9, { ...plan, units: 40, depth: 6 }).layers[0]).toEqual(before[0])
  })

  it('mixed gives units of one layer different activations', () => {
    const [first] = drawNetwork(3, { ...plan, units: 32, activations: ['mixed'] }).layers
    expect(new Set(first!.activations).size).toBeGreaterThan(3)
    expect(first!.activations).toHaveLength(32)
  })

  it.each(activationChoices)('%s draws pictures, neither grey sheets nor noise, at every depth', (activation) => {
    for (const depth of [1, 8, 64]) {
      const { contrast, unrest } = usualLook({ activation, depth })
      expect(contrast, `depth ${depth}`).toBeGreaterThan(15)
      expect(unrest, `depth ${depth}`).toBeLessThan(0.5)
    }
  })

  it.each([4, 16, 64, 128])('%d units draw pictures', (units) => {
    const { contrast, unrest } = usualLook({ units })
    expect(contrast).toBeGreaterThan(20)
    expect(unrest).toBeLessThan(0.5)
  })

  it.each(['residual', 'dense'])('skips "%s" draw pictures', (skips) => {
    for (const depth of [4, 32]) {
      const { contrast, unrest } = usualLook({ skips, depth })
      expect(contrast).toBeGreaterThan(15)
      expect(unrest).toBeLessThan(0.5)
    }
  })

  it('gain makes pictures more restless', () => {
    const [calm, usual, wild] = [0.2, 1, 4].map((gain) => usualLook({ gain }).unrest)
    expect(calm).toBeLessThan(usual! / 1.5)
    expect(usual).toBeLessThan(wild! / 1.5)
  })
})
