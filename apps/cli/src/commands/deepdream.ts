/** `reverie deepdream --input <picture>`: the flags of the container vsoch/deepdream 0.0.9. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { readMakingOptions, usualSeed, type MakingOptions } from '../making-options.ts'
import { WorkError } from '../problems.ts'

interface Options extends MakingOptions {
  readonly input?: string
  readonly layers?: boolean
  readonly guide?: string
  readonly models_dir?: string
  readonly output_dir?: string
  readonly input_dir?: string
  readonly layer_filter?: string
  readonly frames?: string
  readonly scaleCoeff?: string
}

/** On the usual network six layers from edges to animals. */
const usualFilter = 'mixed'

export const deepdream: CommandDefinition = {
  configure: (command, call) => {
    command.usage('--input <picture> [options]')
    command.optionsGroup('Dream:')
    command.option('--input <picture>', 'The picture to dream into; all pictures of --input_dir unless said.')
    command.option('--layers', 'Write a picture for each layer, too.')
    command.option('--guide <picture>', 'A second picture, whose shapes the dream takes.')
    command.option('--models_dir <folder>', 'A folder of ONNX networks, of which the first by name dreams.')
    command.option('--output_dir <folder>', 'Where the pictures go; this folder unless said.')
    command.option('--input_dir <folder>', 'Where --input and --guide are looked for first.')
    command.option(
      '--layer_filter <text>',
      `With --layers, only layers whose names hold this; "${usualFilter}" unless said.`,
    )
    command.option('--frames <number>', 'Frames of the zoom (0 to 9999; 5 unless said).')
    command.option('--scale-coeff <share>', 'How much closer each frame comes (0 to below 1; 0.25 unless said).')
    command.option('--seed <number>', `The number that all chance is drawn from (${usualSeed} unless said).`)
    command.option('--estimate', 'Say what time and memory the work will take, and stop.')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { input, guide, input_dir: from, output_dir: folder = '.', models_dir: zoo } = options
  const frames = readNumber(
    '--frames',
    options.frames,
    5,
    (number) => Number.isInteger(number) && number >= 0 && number <= 9999,
    'a whole number from 0 to 9999',
    problems,
  )
  const scale = readNumber(
    '--scale-coeff',
    options.scaleCoeff,
    0.25,
    (number) => number >= 0 && number < 1,
    'a number from 0 to below 1',
    problems,
  )
  const { seed } = readMakingOptions(options, problems)
  if (operands.length > 0)
    problems.push(`"${operands[0]}" belongs to no option. Did you mean --input ${operands[0]}?`)
  if (input === undefined && from === undefined)
    problems.push('Give a picture: reverie deepdream --input <picture>')
  if (options.layer_filter !== undefined && options.layers !== true)
    problems.push('--layer_filter chooses among --layers: give that too.')
  const [
    { expandPaths },
    { openHost },
    { planDreams },
    { makeSeries },
    { openInputStore },
    { findNetworks },
    { dreamParameters },
  ] = await Promise.all([
    import('../inputs.ts'),
    import('../host.ts'),
    import('../deepdream/plan.ts'),
    import('../series.ts'),
    import('@reverie/recipe/node'),
    import('../deepdream/networks.ts'),
    import('@reverie/instruments'),
  ])
  const networks = zoo === undefined ? undefined : await findNetworks(zoo)
  if (networks?.problem !== undefined) problems.push(networks.problem)
  refuse(problems)
  const locate = (path: string): string =>
    from !== undefined && existsSync(join(from, path)) ? join(from, path) : path
  const { files, problems: missing } = await expandPaths([input === undefined ? from! : locate(input)])
  if (guide !== undefined && !existsSync(locate(guide)))
    missing.push(`There is no file "${guide}" for --guide. Check the name and the folder.`)
  if (missing.length > 0) throw new WorkError(missing)
  const model = networks?.files[0] ?? dreamParameters.parse({}).model
  if (networks !== undefined && networks.files.length > 1)
    terminal.note(`  ${networks.files[0]} dreams, the first of ${networks.files.length} networks in ${zoo}.`)
  const host = openHost(undefined)
  try {
    const layers = options.layers === true ? chooseLayers(await host.model(model), options.layer_filter) : []
    const store = await openInputStore()
    const common = {
      guide: guide === undefined ? undefined : locate(guide),
      folder,
      layers,
      frames,
      scale,
      model,
      seed: seed ?? usualSeed,
      signal: call.signal,
      store,
    }
    const plans = files.flatMap((path) => planDreams({ ...common, input: path }))
    await makeSeries(plans, { host, call, terminal, estimateOnly: options.estimate === true })
  } finally {
    await host.dispose()
  }
}

interface Layer {
  readonly name: string
  readonly telling: boolean
}

/** Those that the filter lets through; without one, those of the usual filter, or what shows most in another network. */
function chooseLayers({ layers }: { readonly layers: readonly Layer[] }, filter: string | undefined): string[] {
  const chosen = layers.filter(({ name }) => name.includes(filter ?? usualFilter))
  const fallback = filter === undefined ? layers.filter(({ telling }) => telling) : []
  const names = (chosen.length > 0 ? chosen : fallback).map(({ name }) => name)
  if (names.length === 0)
    refuse([`No layer’s name holds "${filter}". It has: ${layers.map(({ name }) => name).join(', ')}.`])
  return names
}

function readNumber(
  flag: string,
  text: string | undefined,
  usual: number,
  good: (number: number) => boolean,
  expected: string,
  problems: string[],
): number {
  if (text === undefined) return usual
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!good(number)) problems.push(`${flag} takes ${expected}, not "${text}".`)
  return number
}
