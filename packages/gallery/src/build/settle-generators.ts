/**
 * Generators made ready: their instruments, complete parameters, what goes into their ports, the networks that they use.
 * All that is wrong with them is found here, before anything is made. Of networks only the cards are read, as long as these
 * know the layers that are asked for.
 */
import { instruments, type Instrument } from '@reverie/instruments'
import { quoted } from '../characters.ts'
import { configName } from '../config/read-config.ts'
import type { Generator } from '../config/generators.ts'
import type { Plugin } from '../plugins/plugin.ts'
import type { Problem } from '../problem.ts'
import { closerName, frameName } from './names.ts'
import { layersOf, networksOf } from './networks-of.ts'
import { judgeSource, portsOf, stillFormats, type Fault } from './ports-of.ts'

/** A generator that is ready. */
export interface SettledGenerator {
  readonly generator: Generator
  /** Absent where a plug-in makes it. */
  readonly instrument: Instrument | undefined
  /** Complete, but for those that the model or the picture decides. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** By port: `work`, `earlier` or the name of a generator above. */
  readonly inputs: Readonly<Record<string, string>>
  readonly models: readonly { readonly id: string; readonly sha256: string }[]
  /** Layers that get a picture each. */
  readonly layers: readonly string[] | undefined
}

/** Formats of films; the first two are of stills too. */
const filmFormats: readonly string[] = ['webp', 'gif', 'mp4', 'webm']

/**
 * Makes generators ready.
 * @param plugins those of the gallery; undefined where they are not to be judged
 * @returns those that nothing is wrong with, and all that is wrong
 */
export async function settleGenerators(
  generators: readonly Generator[],
  plugins: ReadonlyMap<string, Plugin> | undefined,
  lineOf: (path: readonly PropertyKey[]) => number,
): Promise<{ settled: SettledGenerator[]; problems: Problem[] }> {
  const problems: Problem[] = []
  const settled: SettledGenerator[] = []
  for (const [index, generator] of generators.entries()) {
    const before = problems.length
    const fault: Fault = (path, message, fix) => {
      problems.push({
        file: configName,
        line: lineOf(['generators', index, ...path]),
        code: 'wrong-value',
        message: `Generator "${generator.name}": ${message}`,
        fix,
      })
      return undefined
    }
    judgeName(generator, fault)
    const above = generators.slice(0, index)
    const ready =
      generator.plugin === undefined
        ? await settleInstrument(generator, above, fault)
        : settlePlugin(generator, above, plugins, fault)
    if (ready !== undefined && problems.length === before) settled.push(ready)
  }
  problems.push(...clashes(settled, generators, lineOf))
  return { settled, problems }
}

function judgeName({ name, each, frames }: Generator, fault: Fault): void {
  if (name === 'picture')
    fault(['name'], 'the name is that of pictures that plug-ins make of other media.', 'Choose another one.')
  if (each !== undefined && frames !== undefined)
    fault(['each'], 'it has "each" and "frames", and one of the two is taken.', 'Make two generators of it.')
}

async function settleInstrument(
  generator: Generator,
  above: readonly Generator[],
  fault: Fault,
): Promise<SettledGenerator | undefined> {
  const known: Readonly<Record<string, Instrument>> = instruments
  const name = generator.instrument!
  if (!Object.hasOwn(known, name))
    return fault(
      ['instrument'],
      `there is no instrument ${quoted(name)}.`,
      `Take one of: ${Object.keys(known).join(', ')}.`,
    )
  const instrument = known[name]!
  const parameters = parametersOf(generator, instrument, fault)
  const inputs = portsOf(generator, instrument, above, fault)
  if (parameters === undefined) return undefined
  judgeFormat(generator, instrument, parameters, fault)
  if (generator.frames !== undefined && inputs['image'] === undefined)
    fault(
      ['frames'],
      `"${name}" has no picture to come closer to.`,
      'Write inputs: { image: work }, or leave frames out.',
    )
  const models = await networksOf(instrument, parameters, fault)
  const layers =
    generator.each === undefined ? undefined : await layersOf(generator.each.layers, instrument, models, fault)
  return { generator, instrument, parameters, inputs, models, layers }
}

function settlePlugin(
  generator: Generator,
  above: readonly Generator[],
  plugins: ReadonlyMap<string, Plugin> | undefined,
  fault: Fault,
): SettledGenerator | undefined {
  const path = generator.plugin!
  for (const key of ['preset', 'each', 'frames'] as const)
    if (generator[key] !== undefined)
      fault(
        [key],
        `a plug-in has no "${key}".`,
        'Remove it, or write it into "parameters", which the plug-in is given.',
      )
  if (plugins !== undefined && plugins.get(path)?.generate === undefined)
    fault(
      ['plugin'],
      `"${path}" exports no function "generate".`,
      'Write "export async function generate(work, tools) { … }" in it.',
    )
  if (!stillFormats.includes(generator.format))
    fault(
      ['format'],
      `a plug-in makes pictures, and ${generator.format} is none.`,
      `Take one of: ${stillFormats.join(', ')}.`,
    )
  const inputs = { image: 'work', ...generator.inputs }
  for (const [port, source] of Object.entries(inputs)) judgeSource(port, source, above, fault)
  return {
    generator,
    instrument: undefined,
    parameters: generator.parameters,
    inputs,
    models: [],
    layers: undefined,
  }
}

/** Each wrong parameter is told by itself, on its line. */
function parametersOf(
  { preset, parameters }: Generator,
  instrument: Instrument,
  fault: Fault,
): Record<string, unknown> | undefined {
  const chosen = preset === undefined ? undefined : instrument.presets[preset]
  if (preset !== undefined && !Object.hasOwn(instrument.presets, preset))
    return fault(
      ['preset'],
      `"${instrument.name}" has no preset ${quoted(preset)}.`,
      `Take one of: ${Object.keys(instrument.presets).join(', ')}.`,
    )
  const parsed = instrument.parameters.safeParse({ ...chosen?.parameters, ...parameters })
  if (parsed.success) return parsed.data
  const names = Object.keys(instrument.parameters.shape).join(', ')
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys)
        fault(
          ['parameters', ...issue.path, key],
          `"${instrument.name}" has no parameter ${quoted(key)}.`,
          `Remove it, or take one of: ${names}.`,
        )
    else
      fault(
        ['parameters', ...issue.path],
        `parameter "${issue.path.join('.')}": ${issue.message}.`,
        `"reverie ${instrument.name} --help" tells what it takes.`,
      )
  }
  return undefined
}

function judgeFormat(
  { format }: Generator,
  instrument: Instrument,
  parameters: Readonly<Record<string, unknown>>,
  fault: Fault,
): void {
  if (format === 'svg') {
    if (!Object.hasOwn(instrument.exports ?? {}, 'svg'))
      fault(['format'], `"${instrument.name}" makes no svg.`, `Take one of: ${stillFormats.join(', ')}.`)
    return
  }
  const isFilm = typeof parameters['frames'] === 'number' && parameters['frames'] > 1
  if (isFilm && !filmFormats.includes(format))
    fault(['format'], `it makes a film, and ${format} holds none.`, `Take one of: ${filmFormats.join(', ')}.`)
  if (!isFilm && !stillFormats.includes(format))
    fault(
      ['format'],
      `it makes one picture, and ${format} holds films.`,
      'Write parameters: { frames: 24 }, or format: jpeg.',
    )
}

/** Generators whose files would have one name. */
function clashes(
  settled: readonly SettledGenerator[],
  generators: readonly Generator[],
  lineOf: (path: readonly PropertyKey[]) => number,
): Problem[] {
  const owners = new Map<string, string>()
  return settled.flatMap(({ generator, layers }): Problem[] => {
    const { name, frames } = generator
    const stems =
      layers?.map((layer) => frameName(name, layer)) ??
      (frames === undefined
        ? [name]
        : Array.from({ length: frames.count }, (_, index) => frameName(name, index)).flatMap((stem, index, all) =>
            index + 1 < all.length ? [stem, closerName(stem)] : [stem],
          ))
    const taken = stems.find((stem) => owners.has(stem))
    for (const stem of stems) owners.set(stem, name)
    if (taken === undefined) return []
    const index = generators.findIndex((each) => each.name === name)
    return [
      {
        file: configName,
        line: lineOf(['generators', index, 'name']),
        code: 'wrong-value',
        message: `Generator "${name}": its file "${taken}-<uid>" is also that of another generator.`,
        fix: 'Rename one of them.',
      },
    ]
  })
}
