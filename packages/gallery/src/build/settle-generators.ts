/**
 * Generators made ready: their instruments, complete parameters, what goes into their ports, the networks that they use.
 * All that is wrong with them is found here, before anything is made. Of networks only the cards are read, as long as these
 * know the layers that are asked for.
 */
import { instruments, type Instrument } from '@reverie/instruments'
import { listModels } from '@reverie/models'
import { listAddedModels, openModel } from '@reverie/models/node'
import { quoted } from '../characters.ts'
import { configName } from '../config/read-config.ts'
import type { Generator } from '../config/generators.ts'
import type { Plugin } from '../plugins/plugin.ts'
import type { Problem } from '../problem.ts'
import { closerName, frameName } from './names.ts'

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

type Fault = (path: readonly PropertyKey[], message: string, fix: string) => undefined

/** Formats of films; the first two are of stills too. */
const filmFormats: readonly string[] = ['webp', 'gif', 'mp4', 'webm']
const stillFormats: readonly string[] = ['jpeg', 'png', 'webp', 'avif', 'gif']

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
  const models = await modelsOf(instrument, parameters, fault)
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

/** What goes into the ports: what is said, and the work for a picture that is needed. */
function portsOf(
  { inputs: said }: Generator,
  { name, inputs: ports }: Instrument,
  above: readonly Generator[],
  fault: Fault,
): Record<string, string> {
  const inputs: Record<string, string> = {
    ...(ports['image']?.required === true ? { image: 'work' } : {}),
    ...said,
  }
  for (const [port, source] of Object.entries(inputs)) {
    const kind = Object.hasOwn(ports, port) ? ports[port]!.kind : undefined
    if (kind === undefined)
      fault(
        ['inputs', port],
        `"${name}" has no input ${quoted(port)}.`,
        `Take one of: ${Object.keys(ports).join(', ')}.`,
      )
    else if (kind !== 'image' && kind !== 'mask')
      fault(
        ['inputs', port],
        `the input "${port}" of "${name}" takes no picture, and a gallery has nothing else.`,
        'Remove it, or write a plug-in.',
      )
    else judgeSource(port, source, above, fault)
  }
  for (const [port, { required }] of Object.entries(ports))
    if (required && inputs[port] === undefined)
      fault(
        ['inputs'],
        `"${name}" needs something for its input "${port}".`,
        ports[port]!.kind === 'image'
          ? `Write inputs: { ${port}: work }`
          : 'Take another instrument, or write a plug-in.',
      )
  return inputs
}

function judgeSource(port: string, source: string, above: readonly Generator[], fault: Fault): void {
  if (source === 'work' || source === 'earlier') return
  const from = above.find(({ name }) => name === source)
  if (from === undefined)
    fault(
      ['inputs', port],
      `the input "${port}" is ${quoted(source)}, which is neither "work" nor "earlier" nor a generator above.`,
      `Take one of: ${['work', 'earlier', ...above.map(({ name }) => name)].join(', ')}.`,
    )
  else if (!stillFormats.includes(from.format))
    fault(
      ['inputs', port],
      `"${source}" makes ${from.format}, which is no picture.`,
      'Take a generator that makes pictures.',
    )
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

/** The networks that parameters name, by their cards. */
async function modelsOf(
  { parameters: { shape } }: Instrument,
  parameters: Readonly<Record<string, unknown>>,
  fault: Fault,
): Promise<{ id: string; sha256: string }[]> {
  const named = Object.entries(shape as Record<string, { meta(): { control?: unknown } | undefined }>)
    .filter(([, field]) => field.meta()?.control === 'model')
    .map(([key]) => [key, String(parameters[key])] as const)
  if (named.length === 0) return []
  const cards = [...listModels(), ...(await listAddedModels())]
  return named.flatMap(([key, id]) => {
    const card = cards.find((each) => each.id === id)
    if (card !== undefined) return [{ id, sha256: card.sha256 }]
    fault(
      ['parameters', key],
      `there is no network ${quoted(id)} on this machine.`,
      `Add it (reverie models add <file>), or take one of: ${cards.map((each) => each.id).join(', ')}.`,
    )
    return []
  })
}

/** Telling layers whose names hold a text; where there are none of these, any layers. */
async function layersOf(
  text: string,
  { name, parameters: { shape } }: Instrument,
  [model]: readonly { readonly id: string }[],
  fault: Fault,
): Promise<string[] | undefined> {
  if (!Object.hasOwn(shape, 'layers')) return fault(['each'], `"${name}" has no layers.`, 'Leave "each" out.')
  if (model === undefined) return undefined
  const card = [...listModels(), ...(await listAddedModels())].find(({ id }) => id === model.id)
  const telling = card?.telling.map((layer) => layer.name) ?? []
  const chosen = telling.filter((layer) => layer.includes(text))
  if (chosen.length > 0) return chosen
  const all = (await openModel(model.id)).layers.map((layer) => layer.name)
  const others = all.filter((layer) => layer.includes(text))
  if (others.length > 0) return others
  return fault(
    ['each', 'layers'],
    `no layer of "${model.id}" has ${quoted(text)} in its name.`,
    `It has: ${telling.length > 0 ? telling.join(', ') : all.join(', ')}.`,
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
