/** The works of a call whose operands are pictures: one of each. */
import { kindOfFilm } from '@reverie/film/node'
import type { InputPicture } from '@reverie/instruments'
import { asksForStill, destinationsOf, type Source } from './destination.ts'
import { expandPaths, readInput } from './inputs.ts'
import type { InstrumentManner, InstrumentOptions, PictureOperands } from './instrument-command.ts'
import { usualSeed } from './making-options.ts'
import { readParameters } from './parameters.ts'
import { readPorts } from './port-inputs.ts'
import { unmeant, type Circumstances } from './circumstances.ts'
import type { Plan } from './series.ts'

/** A raster that stands for any picture while a request is checked. */
const blank: InputPicture = {
  raster: { width: 1, height: 1, channels: 3, depth: 8, data: new Uint8Array(3) },
  sha256: '0'.repeat(64),
  name: 'picture',
}

/** A film that stands for any while it is told what will be made of it. */
const noFilm = { frames: async function* () {}, fps: 1 }

/** Plans the works, and collects what is wrong with the call and which files are missing. */
export async function planPictures(
  { port }: PictureOperands,
  { manner, invocation, call, making, ports, missing, store, host }: Circumstances,
): Promise<readonly Plan[]> {
  const { instrument, names } = manner
  const { operands, options, problems } = invocation
  const read = readParameters(instrument, options, options.preset, names)
  problems.push(...read.problems)
  if (operands.length === 0) problems.push(`Give at least one picture: reverie ${instrument.name} <pictures...>`)
  const { files, problems: notThere } = await expandPaths(operands)
  missing.unshift(...notThere)
  const parameters = read.problems.length === 0 ? read.parameters : undefined
  const sources = await Promise.all(files.map((path) => sourceOf(path, port, manner, options, parameters)))
  const { destinations, problems: unplaced } = destinationsOf({
    out: options.out,
    format: options.format,
    sources,
    suffix: instrument.name,
  })
  problems.push(...unplaced)
  if (parameters !== undefined) {
    const blanks = Object.fromEntries(ports.map((given) => [given.port, [blank]]))
    const inputs = { [port]: [blank], ...blanks }
    problems.push(...(await unmeant(instrument, { parameters, seed: 0, inputs }, host)))
  }
  let shared: ReturnType<typeof readPorts> | undefined
  return destinations.map((destination, index): Plan => {
    const { path, moving } = sources[index]!
    const request = async (): Promise<Awaited<ReturnType<Plan['request']>>> => {
      shared ??= readPorts(ports, await store())
      const { inputs, files: others } = await shared
      return {
        parameters: read.parameters,
        seed: making.seed ?? usualSeed,
        signal: call.signal,
        inputs: { [port]: [await readInput(path, { film: moving, store: await store() })], ...inputs },
        ...(Object.keys(others).length === 0 ? {} : { files: others }),
      }
    }
    return { label: path, instrument, destination, quality: making.quality, dpi: making.dpi, request }
  })
}

/** What will be made of a file, and whether it is taken as frames. */
async function sourceOf(
  path: string,
  port: string,
  { instrument }: InstrumentManner,
  { out, format }: InstrumentOptions,
  parameters: Record<string, unknown> | undefined,
): Promise<Source & { moving: boolean }> {
  const film = await kindOfFilm(path).catch(() => 'still' as const)
  const moving = film === 'video' || (film === 'animation' && !asksForStill(out, format))
  const { exports, depths } = instrument
  return { path, moving, kind: kindOf(), exports, depths }

  function kindOf(): Source['kind'] {
    const picture = moving ? { ...blank, film: noFilm } : blank
    if (parameters === undefined) return 'raster'
    try {
      return instrument.plan({ parameters, seed: 0, inputs: { [port]: [picture] } }).kind
    } catch {
      // `unmeant` tells what is wrong with it.
      return 'raster'
    }
  }
}
