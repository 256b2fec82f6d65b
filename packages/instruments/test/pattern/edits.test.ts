import type { JSONValue } from '@reverie/recipe'
import { describe, expect, it } from 'vitest'
import { drawPattern, type PatternParts } from '../../src/pattern/compose.ts'
import { readEdits } from '../../src/pattern/edits.ts'
import type { PatternState } from '../../src/pattern/fold.ts'
import { patternParameters } from '../../src/pattern/params.ts'

const small = { units: 12, depth: 2, color: 'rgb' } as const

function drawn(edits: JSONValue[], settings: Record<string, unknown> = {}, seed = 1): PatternState {
  const parameters = patternParameters.parse({ ...small, ...settings })
  return drawPattern({ parameters, seed, edits })
}

const weightsOf = ({ network }: PatternState): number[][] => network.layers.map(({ weights }) => [...weights])
const rows = (state: PatternState, layer: number): string[] => {
  const { weights, units, inputs } = state.network.layers[layer]!
  return Array.from({ length: units }, (_, unit) => weights.slice(unit * inputs, (unit + 1) * inputs).join())
}
/** Share of the weights that differ. */
const changed = (one: PatternState, other: PatternState): number => {
  const [left, right] = [weightsOf(one).flat(), weightsOf(other).flat()]
  return left.filter((weight, index) => weight !== right[index]).length / left.length
}

describe('mutation', () => {
  it('changes the share of the weights that it is told, the same ones every time', () => {
    const plain = drawn([])
    const mutated = drawn([{ type: 'mutate', seed: 5 }])
    expect(changed(plain, mutated)).toBeGreaterThan(0.15)
    expect(changed(plain, mutated)).toBeLessThan(0.25)
    expect(drawn([{ type: 'mutate', seed: 5 }])).toEqual(mutated)
    expect(changed(mutated, drawn([{ type: 'mutate', seed: 6 }]))).toBeGreaterThan(0.2)
    expect(changed(plain, drawn([{ type: 'mutate', seed: 5, rate: 1 }]))).toBe(1)
    expect(changed(plain, drawn([{ type: 'mutate', seed: 5, rate: 0 }]))).toBe(0)
  })

  it('of one part leaves the other as it is', () => {
    const plain = weightsOf(drawn([]))
    const shape = weightsOf(drawn([{ type: 'mutate', seed: 5, part: 'shape', rate: 1 }]))
    const color = weightsOf(drawn([{ type: 'mutate', seed: 5, part: 'color', rate: 1 }]))
    expect(shape.at(-1)).toEqual(plain.at(-1))
    expect(shape[0]).not.toEqual(plain[0])
    expect(color.slice(0, -1)).toEqual(plain.slice(0, -1))
    expect(color.at(-1)).not.toEqual(plain.at(-1))
  })

  it('keeps the size of weights over hundreds of generations', () => {
    const meanSquare = (state: PatternState): number => {
      const weights = weightsOf(state).flat()
      return weights.reduce((sum, weight) => sum + weight ** 2, 0) / weights.length
    }
    const many = Array.from({ length: 300 }, (_, index): JSONValue => ({ type: 'mutate', seed: index }))
    expect(meanSquare(drawn(many)) / meanSquare(drawn([]))).toBeGreaterThan(0.5)
    expect(meanSquare(drawn(many)) / meanSquare(drawn([]))).toBeLessThan(2)
  })

  it('does not make a network see a picture that has no influence', () => {
    const picture = { width: 1, height: 1, channels: 3, depth: 8, data: new Uint8Array(3) } as const
    const parts: PatternParts = {
      parameters: patternParameters.parse({ ...small, influence: 0.5 }),
      seed: 1,
      picture,
    }
    const blind = drawPattern({ ...parts, parameters: { ...parts.parameters, influence: 0 } })
    expect(drawPattern(parts).network.features.slice(-3)).toEqual(['red', 'green', 'blue'])
    expect(blind.network.features).toEqual(drawn([]).network.features)
  })
})

describe('latents', () => {
  it('move by a little, and back at the bounds', () => {
    const { latents } = drawn([], { latents: 40 })
    const moved = drawn([{ type: 'move', seed: 2, size: 0.1 }], { latents: 40 }).latents
    expect(moved).not.toEqual(latents)
    expect(Math.max(...moved.map((latent, index) => Math.abs(latent - latents[index]!)))).toBeLessThan(0.5)
    const far = drawn([{ type: 'move', seed: 2, size: 10 }], { latents: 40 }).latents
    expect(Math.max(...far.map(Math.abs))).toBeLessThanOrEqual(1)
  })

  it('are put where a person wants them; those left out stay', () => {
    const { latents } = drawn([{ type: 'place', latents: [0.25] }])
    expect(latents).toEqual([0.25, drawn([]).latents[1]])
  })
})

describe('crossing', () => {
  const one: JSONValue[] = [{ type: 'mutate', seed: 1, rate: 1, size: 1 }]
  const two: JSONValue[] = [{ type: 'mutate', seed: 2, rate: 1, size: 1 }]

  it('takes each unit from one of the siblings', () => {
    const child = drawn([...one, { type: 'cross', seed: 9, with: [{ shared: 0, edits: two }] }])
    for (const layer of [0, 1, 2, 3]) {
      const [mine, theirs] = [rows(drawn(one), layer), rows(drawn(two), layer)]
      const units = rows(child, layer)
      expect(units.every((unit, index) => unit === mine[index] || unit === theirs[index])).toBe(true)
      if (layer < 3) expect(units.some((unit, index) => unit === mine[index])).toBe(true)
      if (layer < 3) expect(units.some((unit, index) => unit === theirs[index])).toBe(true)
    }
  })

  it('of siblings shares the beginning of their logs', () => {
    const start: JSONValue = { type: 'mutate', seed: 7 }
    const whole = drawn([start, ...one, { type: 'cross', seed: 9, with: [{ shared: 0, edits: [start, ...two] }] }])
    const brief = drawn([start, ...one, { type: 'cross', seed: 9, with: [{ shared: 1, edits: two }] }])
    expect(brief).toEqual(whole)
    const again: JSONValue = {
      type: 'cross',
      seed: 3,
      with: [{ shared: 1, edits: [{ type: 'cross', seed: 4, with: [{ shared: 0, edits: two }] }] }],
    }
    expect(() => drawn([start, ...one, again])).not.toThrow()
  })

  it('takes units of strangers, as far as they have them', () => {
    const stranger = { seed: 77, parameters: { ...small, units: 5, depth: 1 }, edits: [] }
    const other = drawn([], { units: 5, depth: 1 }, 77)
    const child = drawn([{ type: 'cross', seed: 9, with: [stranger] }])
    const plain = drawn([])
    const foreign = rows(child, 0).filter((row) => rows(other, 0).includes(row))
    expect(foreign.length).toBeGreaterThan(0)
    expect(rows(child, 0).slice(5)).toEqual(rows(plain, 0).slice(5))
    expect(weightsOf(child)[2]).toEqual(weightsOf(plain)[2])
    expect(child.network.layers.map(({ units, inputs }) => [units, inputs])).toEqual(
      plain.network.layers.map(({ units, inputs }) => [units, inputs]),
    )
  })

  it('of four parents takes something of each, activations too', () => {
    const others = ['sin', 'gaussian', 'abs'].map((activation, seed) => ({
      seed,
      parameters: { ...small, units: 40, activation },
      edits: [],
    }))
    const child = drawn([{ type: 'cross', seed: 9, with: others }], { units: 40 })
    expect(new Set(child.network.layers[1]!.activations)).toEqual(new Set(['tanh', 'sin', 'gaussian', 'abs']))
  })

  it('leaves composite layers and netart networks what they are', () => {
    const others = [{ seed: 3, parameters: { ...small, activation: 'relu' }, edits: [] }]
    const composite = drawn([{ type: 'cross', seed: 9, with: others }], { activation: 'composite' })
    expect(composite.network.layers[0]!.activations).toEqual(['composite'])
    const netart = drawn([{ type: 'cross', seed: 9, with: others }], { compat: 'netart' })
    expect(
      netart.network.layers.every(({ bias, activations }) => bias === undefined && activations.length === 1),
    ).toBe(true)
    expect(netart.network.layers[0]!.activations).toEqual(['tanh'])
  })
})

describe('a log that cannot be used is refused with a sentence', () => {
  const nested = (depth: number): JSONValue =>
    depth === 0
      ? { type: 'move', seed: 1 }
      : { type: 'cross', seed: 1, with: [{ seed: 1, parameters: {}, edits: [nested(depth - 1)] }] }

  it.each([
    [[{ type: 'melt', seed: 1 }], 'Edit 1 of the pattern cannot be used at type'],
    [['mutate'], 'Edit 1 of the pattern cannot be used: Invalid input: expected object'],
    [
      [
        { type: 'move', seed: 1 },
        { type: 'mutate', seed: -1 },
      ],
      'Edit 2 of the pattern cannot be used at seed',
    ],
    [[{ type: 'mutate', seed: 1, rate: 2 }], 'at rate'],
    [[{ type: 'mutate', seed: 1, size: Number.NaN }], 'at size'],
    [[{ type: 'cross', seed: 1, with: [] }], 'at with'],
    [[{ type: 'cross', seed: 1, with: [{ shared: 1, edits: [] }] }], 'shares 1 edits, and there are 0 before it'],
    [Array.from({ length: 4097 }, (): JSONValue => ({ type: 'move', seed: 1 })), 'takes up to 4096 edits'],
    [[nested(100)], 'up to 64 times'],
  ] satisfies [JSONValue[], string][])('%#', (edits, sentence) => {
    expect(() => readEdits(edits)).toThrow(sentence)
  })

  it('and what can be used is not', () => {
    expect(readEdits([nested(60)])).toHaveLength(1)
  })
})
