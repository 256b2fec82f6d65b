/** `reverie render <works...>` */
import type { Instrument } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { addOutputOptions, addRunningOptions, readMakingOptions, type MakingOptions } from '../making-options.ts'

type Options = MakingOptions & { readonly size?: string }

export const render: CommandDefinition = {
  configure: (command, call) => {
    command.argument('<works...>', 'Works of Reverie, or recipes as JSON files.')
    command.registeredArguments[0]!.required = false
    command.usage('<works...> [options]')
    command.optionsGroup('Work:')
    command.option('--size <px>', 'Another size: 1920x1080, or 1920 for the longer side.')
    addOutputOptions(command)
    addRunningOptions(command, { provider: true })
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [
    { instrumentOf, readSize, requestAgain },
    { destinationsOf, dpiProblems },
    { openHost },
    { makeSeries },
    { readRecipe },
    { openInputStore },
    { pieceFinder },
  ] = await Promise.all([
    import('../again.ts'),
    import('../destination.ts'),
    import('../host.ts'),
    import('../series.ts'),
    import('../work.ts'),
    import('@reverie/recipe/node'),
    import('../collections.ts'),
  ])
  const making = readMakingOptions(options, problems)
  if (operands.length === 0) problems.push('Give at least one work: reverie render <works...>')
  const size = options.size === undefined ? undefined : readSize(options.size)
  if (options.size !== undefined && size === undefined) {
    problems.push(`--size takes a size as in "1920x1080", or a longer side as in "1920", not "${options.size}".`)
  }
  refuse(problems)
  const works = await Promise.all(operands.map(async (path) => ({ path, recipe: await readRecipe(path) })))
  const { destinations, problems: unplaced } = destinationsOf({
    out: options.out,
    format: options.format,
    suffix: 'render',
    sources: works.map(({ path, recipe }) => ({ path, ...formOf(recipe), ...choiceOf(instrumentOf(recipe)) })),
  })
  refuse([...unplaced, ...dpiProblems(making.dpi, destinations)])
  const store = await openInputStore({ inputs: making.inputs })
  const finder = pieceFinder(making.inputs)
  const host = openHost(making.provider)
  const plans = works.map(({ path, recipe }, index) => ({
    label: path,
    instrument: instrumentOf(recipe),
    destination: destinations[index]!,
    quality: making.quality ?? recipe.output.quality,
    dpi: making.dpi ?? recipe.output.dpi,
    request: async () => ({ ...(await requestAgain(recipe, store, size, finder)), signal: call.signal }),
  }))
  try {
    await makeSeries(plans, { host, call, terminal, estimateOnly: options.estimate === true })
  } finally {
    await host.dispose()
  }
}

/** What a recipe's work is written as when nothing else is asked for. */
function formOf({ output: { kind, format, frames, depth } }: Recipe): { kind: 'film' | 'raster'; format: string } {
  const name = format === 'png-sequence' ? 'png' : format === 'png' && depth === 16 ? 'png16' : format
  return { kind: kind === 'film' || frames !== undefined ? 'film' : 'raster', format: name }
}

function choiceOf({ exports, depths }: Instrument): Pick<Instrument, 'exports' | 'depths'> {
  return { ...(exports === undefined ? {} : { exports }), ...(depths === undefined ? {} : { depths }) }
}
