/** What an instrument's command does once it is called. Loaded then: help needs neither networks nor pictures. */
import { access } from 'node:fs/promises'
import { kindOfFilm } from '@reverie/film/node'
import type { InputPicture } from '@reverie/instruments'
import type { NodeHost } from '@reverie/instruments/node'
import { openInputStore } from '@reverie/recipe/node'
import { refuse, type Call, type Invocation } from './call.ts'
import { asksForStill, destinationsOf, type Source } from './destination.ts'
import { openHost } from './host.ts'
import { expandPaths, readInput } from './inputs.ts'
import { otherPorts, type InstrumentManner, type InstrumentOptions as Options } from './instrument-command.ts'
import { readMakingOptions } from './making-options.ts'
import { readParameters } from './parameters.ts'
import { sentencesOf, WorkError } from './problems.ts'
import { makeSeries, type Plan } from './series.ts'

/** A raster that stands for any picture while a request is checked. */
const blank: InputPicture = {
  raster: { width: 1, height: 1, channels: 3, depth: 8, data: new Uint8Array(3) },
  sha256: '0'.repeat(64),
  name: 'picture',
}

/** A film that stands for any while it is told what will be made of it. */
const noFilm = { frames: async function* () {}, fps: 1 }

/** Runs the call. */
export async function runInstrument(
  manner: InstrumentManner,
  invocation: Invocation<Options>,
  call: Call,
): Promise<void> {
  const { instrument, port, names } = manner
  const { operands, options, terminal, problems } = invocation
  problems.push(...(manner.expand?.(options) ?? []))
  const making = readMakingOptions(options, problems)
  const read = readParameters(instrument, options, options.preset, names)
  problems.push(...read.problems)
  if (operands.length === 0) problems.push(`Give at least one picture: reverie ${instrument.name} <pictures...>`)
  const { files, problems: missing } = await expandPaths(operands)
  const others = otherPorts(manner).flatMap(([name]) =>
    typeof options[name] === 'string' ? [[name, options[name]] as const] : [],
  )
  for (const [name, path] of others) {
    if (!(await exists(path)))
      missing.push(`There is no file "${path}" for --${name}. Check the name and the folder.`)
  }
  const parameters = read.problems.length === 0 ? read.parameters : undefined
  const sources = await Promise.all(files.map((path) => sourceOf(path, manner, options, parameters)))
  const { destinations, problems: unplaced } = destinationsOf({
    out: options.out,
    format: options.format,
    sources,
    suffix: instrument.name,
  })
  problems.push(...unplaced)
  const host = openHost(making.provider)
  if (read.problems.length === 0) problems.push(...(await unmeant(manner, read.parameters, others, host)))
  if (problems.length > 0) refuse([...problems, ...missing])
  if (missing.length > 0) throw new WorkError(missing)

  const store = await openInputStore({ inputs: making.inputs })
  const shared = await Promise.all(
    others.map(async ([name, path]) => [name, [await readInput(path, { film: false, store })]] as const),
  )
  const plans = sources.map(({ path, moving }, index): Plan => ({
    label: path,
    instrument,
    destination: destinations[index]!,
    quality: making.quality,
    request: async () => ({
      parameters: read.parameters,
      seed: making.seed,
      signal: call.signal,
      inputs: { [port]: [await readInput(path, { film: moving, store })], ...Object.fromEntries(shared) },
    }),
  }))
  try {
    await makeSeries(plans, { host, call, terminal, estimateOnly: options.estimate === true })
  } finally {
    await host.dispose()
  }
}

/** What will be made of a file, and whether it is taken as frames. */
async function sourceOf(
  path: string,
  manner: InstrumentManner,
  { out, format }: Options,
  parameters: Record<string, unknown> | undefined,
): Promise<Source & { moving: boolean }> {
  const film = await kindOfFilm(path).catch(() => 'still' as const)
  const moving = film === 'video' || (film === 'animation' && !asksForStill(out, format))
  return { path, moving, kind: parameters === undefined ? 'raster' : kindOf(manner, parameters, moving) }
}

function kindOf(
  { instrument, port }: InstrumentManner,
  parameters: Record<string, unknown>,
  moving: boolean,
): Source['kind'] {
  const picture = moving ? { ...blank, film: noFilm } : blank
  try {
    return instrument.plan({ parameters, seed: 0, inputs: { [port]: [picture] } }).kind
  } catch {
    // `unmeant` tells what is wrong with it.
    return 'raster'
  }
}

/** What the instrument itself says against a request, told before any picture is read. */
async function unmeant(
  { instrument, port }: InstrumentManner,
  parameters: Record<string, unknown>,
  others: readonly (readonly [string, string])[],
  host: NodeHost,
): Promise<string[]> {
  const inputs = { [port]: [blank], ...Object.fromEntries(others.map(([name]) => [name, [blank]])) }
  try {
    await instrument.resolve({ parameters, seed: 0, inputs }, host)
    return []
  } catch (error) {
    if (error instanceof Error && ['InstrumentError', 'ModelError'].includes(error.name)) return sentencesOf(error)
    throw error
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
