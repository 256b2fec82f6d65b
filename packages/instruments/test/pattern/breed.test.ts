import { describe, expect, it } from 'vitest'
import { crossed, variationsOf, type Parent } from '../../src/pattern/breed.ts'
import { drawPattern } from '../../src/pattern/compose.ts'
import { readEdits, type PatternEdit } from '../../src/pattern/edits.ts'
import type { PatternState } from '../../src/pattern/fold.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import type { JSONValue } from '@reverie/recipe'

const settings = { units: 10, depth: 2, color: 'rgb' } as const
const parameters = patternParameters.parse(settings)
const asRecorded = (edits: readonly PatternEdit[]): JSONValue[] => JSON.parse(JSON.stringify(edits)) as JSONValue[]
const drawn = ({ seed, edits, ...rest }: Parent): PatternState =>
  drawPattern({ parameters: patternParameters.parse(rest.parameters), seed, edits: asRecorded(edits) })

const work: Parent = { seed: 3, parameters, edits: [{ type: 'move', seed: 1 }] }
const variation = (edits: readonly PatternEdit[]): PatternState => drawn({ ...work, edits })

describe('a sheet of variations', () => {
  it('has the work itself in the middle, and others around it', () => {
    for (const count of [9, 25]) {
      const logs = variationsOf(work, count, 8)
      expect(logs).toHaveLength(count)
      expect(logs[(count - 1) / 2]).toEqual(work.edits)
      expect(new Set(logs.map((log) => JSON.stringify(log))).size).toBe(count)
      for (const log of logs) expect(log.slice(0, 1)).toEqual(work.edits)
    }
    expect(variationsOf(work, 9, 8)).toEqual(variationsOf(work, 9, 8))
    expect(variationsOf(work, 9, 8)).not.toEqual(variationsOf(work, 9, 9))
  })

  it('keeps what is locked', () => {
    const plain = variation(work.edits)
    const hidden = ({ network }: PatternState) => network.layers.slice(0, -1)
    const outputs = ({ network }: PatternState) => network.layers.at(-1)
    for (const locks of [{ network: true }, { color: true }, { latents: true }, { network: true, latents: true }]) {
      for (const log of variationsOf(work, 9, 8, locks).filter((_, index) => index !== 4)) {
        const varied = variation(log)
        expect(JSON.stringify(hidden(varied)) === JSON.stringify(hidden(plain))).toBe('network' in locks)
        expect(JSON.stringify(outputs(varied)) === JSON.stringify(outputs(plain))).toBe('color' in locks)
        expect(JSON.stringify(varied.latents) === JSON.stringify(plain.latents)).toBe('latents' in locks)
      }
    }
    expect(() => variationsOf(work, 9, 8, { network: true, color: true, latents: true })).toThrow(/all locked/)
  })
})

describe('crossing works', () => {
  const sisters = variationsOf(work, 9, 8).slice(0, 4)

  it('gives a log that is read back to the same network', () => {
    const parents = sisters.map((edits) => ({ ...work, edits }))
    const log = crossed(parents, 5)
    expect(readEdits(asRecorded(log))).toEqual(log)
    expect(log.at(-1)).toMatchObject({ type: 'cross', with: [{ shared: 1 }, { shared: 1 }, { shared: 1 }] })
    expect(drawn({ ...work, edits: log })).not.toEqual(drawn(parents[0]!))
  })

  it('tells siblings by what they do not share, so that logs grow with generations and not beyond', () => {
    let edits: readonly PatternEdit[] = []
    for (let generation = 0; generation < 12; generation++) {
      const sheet = variationsOf({ edits }, 9, generation)
      edits = crossed(
        [0, 3, 8].map((index) => ({ ...work, edits: sheet[index]! })),
        generation,
      )
    }
    expect(JSON.stringify(edits).length).toBeLessThan(12 * 900)
    expect(() => drawn({ ...work, edits })).not.toThrow()
  })

  it('tells a stranger by its seed and what it does not have by default', () => {
    const other: Parent = { seed: 4, parameters: { ...parameters, activation: 'sin', zoom: 3 }, edits: [] }
    expect(crossed([work, other], 5).at(-1)).toEqual({
      type: 'cross',
      seed: 5,
      with: [{ seed: 4, parameters: { ...settings, activation: 'sin' }, edits: [] }],
    })
  })

  it('of works with a file takes those of the same file, and strangers to them', () => {
    const filed: Parent = { ...work, file: 'a' }
    expect(crossed([filed, { ...filed, edits: [] }], 5).at(-1)).toMatchObject({ with: [{ shared: 0, edits: [] }] })
    const elsewhere: Parent = { ...filed, parameters: { ...parameters, z: [0.5, 0.5] } }
    expect(crossed([filed, elsewhere], 5).at(-1)).toMatchObject({ with: [{ file: true, seed: 3 }] })
    expect(() => crossed([filed, work], 5)).not.toThrow()
    expect(() => crossed([work, filed], 5)).toThrow(/Name it first/)
    expect(() => crossed([filed, { ...filed, file: 'b' }], 5)).toThrow(/same file/)
  })

  it('takes two to four', () => {
    expect(() => crossed([work], 1)).toThrow('two to four parents, found 1')
    expect(() => crossed([work, work, work, work, work], 1)).toThrow('found 5')
  })
})
