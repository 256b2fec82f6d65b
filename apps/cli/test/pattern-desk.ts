/** What tests of `reverie pattern` ask of it, and how they look at what it made. */
import { compare, type Raster } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import type { Recipe } from '@reverie/recipe'
import { expect } from 'vitest'
import { openDesk, type Desk } from './run.ts'

/** What a call with `--json` tells, as far as these tests look at it. */
export interface Answer {
  readonly out: string
  readonly recipe: Recipe
  readonly skipped?: true
  readonly works: readonly Answer[]
  readonly problems: readonly string[]
}

/** What `reverie verify` says of a work. */
interface Verdict {
  readonly code: number | null
  readonly same: boolean
  readonly checked: string
  readonly explanation: string
}

/** A desk for patterns. */
export interface PatternDesk extends Desk {
  /** Calls `reverie pattern`, small. */
  readonly pattern: (...words: string[]) => Promise<Answer>
  readonly areAlike: (one: string, other: string) => Promise<boolean>
  readonly verdict: (name: string) => Promise<Verdict>
}

/** Sets up a folder to work in. */
export function openPatternDesk(): PatternDesk {
  const desk = openDesk()
  const pixels = async (name: string): Promise<Raster> => (await readImageFile(desk.path(name))).raster
  return {
    ...desk,
    pattern: async (...words) => {
      const { code, out, err } = await desk.reverie('pattern', '--size', '96', ...words, '--json')
      expect(code, err).toBe(0)
      return JSON.parse(out) as Answer
    },
    areAlike: async (one, other) => compare(await pixels(one), await pixels(other)).same,
    verdict: async (name) => {
      const { code, out } = await desk.reverie('verify', name, '--json')
      return { code, ...(JSON.parse(out) as Omit<Verdict, 'code'>) }
    },
  }
}
