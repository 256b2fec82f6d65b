/** What the tests of instruments share: inputs without files, the samples, and a host with a real network. */
import { fileURLToPath } from 'node:url'
import type { Raster } from '@reverie/image'
import { testCard } from '@reverie/testing'
import {
  createHost,
  dream,
  openInput,
  parametersOf,
  type InputPicture,
  type RenderEvent,
  type RenderRequest,
  type RenderResult,
} from '../src/node.ts'
import type { DreamParameters } from '../src/index.ts'
import { rendered } from '../src/make.ts'

/** A sample picture of the repository. */
export const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../apps/studio/samples/${name}`, import.meta.url))

/** A raster as an input. Its hash is made up: nothing here looks inputs up. */
export function input(raster: Raster, name = 'card.png'): InputPicture {
  return { raster, sha256: '0'.repeat(64), name }
}

/** The test card as an input. */
export const card = (width: number, height: number): InputPicture => input(testCard(width, height))

/** A request to dream, small and quick unless told otherwise. */
export function request(
  inputs: Record<string, InputPicture[]>,
  parameters: Partial<DreamParameters> = {},
  seed = 1,
): RenderRequest<typeof dream.parameters> {
  const quick = { layers: { mixed0: 1 }, octaves: 1, steps: 2, stepSize: 4, jitter: 8 }
  return { parameters: parametersOf(dream, { parameters: { ...quick, ...parameters } }), seed, inputs }
}

/** One host for all tests of a file: the network is read once. */
export const host = createHost({ previews: true })

/** Dreams and returns the result with all events. */
export async function dreamed(
  asked: RenderRequest<typeof dream.parameters>,
): Promise<{ result: RenderResult; events: RenderEvent[]; raster: Raster }> {
  const events: RenderEvent[] = []
  const result = await rendered(dream, asked, host, (event) => events.push(event))
  const last = events.findLast((event) => event.type === 'frame')
  const raster = result.output.kind === 'raster' ? result.output.raster : last!.raster
  return { result, events, raster }
}

/** Largest difference of any value of two rasters of one shape. */
export function farthest(one: Raster, other: Raster): number {
  if (one.data.length !== other.data.length)
    throw new Error(`Rasters of ${one.data.length} and ${other.data.length} values.`)
  let most = 0
  for (let at = 0; at < one.data.length; at++) most = Math.max(most, Math.abs(one.data[at]! - other.data[at]!))
  return most
}

/** Mean difference of the values of two rasters of one shape. */
export function meanDifference(one: Raster, other: Raster): number {
  let sum = 0
  for (let at = 0; at < one.data.length; at++) sum += Math.abs(one.data[at]! - other.data[at]!)
  return sum / one.data.length
}

export { openInput }
