/** What decides about a generated file's bytes, as one hash; and the seed of all its chance. */
import { createHash } from 'node:crypto'

/** All that decides about a file. */
export interface Deciding {
  readonly generator: string
  /** An instrument with its version, or a plug-in with the hash of its module. */
  readonly maker: string
  readonly parameters: unknown
  readonly seed: number
  /** By which share the first picture comes closer. */
  readonly closer: number | undefined
  readonly inputs: readonly { readonly port: string; readonly name: string; readonly sha256: string }[]
  readonly models: readonly { readonly id: string; readonly sha256: string }[]
  readonly format: string
  readonly quality: number
}

/** The hash of what decides. */
export function keyOf({
  generator,
  maker,
  parameters,
  seed,
  closer,
  inputs,
  models,
  format,
  quality,
}: Deciding): string {
  const parts = [1, generator, maker, sorted(parameters), seed, closer ?? 0, inputs, models, format, quality]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** The seed of a generator's files of a work, 0 to 2^32 − 1. */
export function seedOf(uid: string, generator: string): number {
  return createHash('sha256').update(`${uid}\n${generator}`).digest().readUInt32BE(0)
}

/** The same with keys in order, so that it does not matter how people write them down. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
