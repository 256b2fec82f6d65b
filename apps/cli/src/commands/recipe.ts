/** `reverie recipe <works...>` */
import type { Recipe } from '@reverie/recipe'
import { act, addCommonOptions, refuse, type CommandDefinition } from '../call.ts'
import type { Manner } from '../terminal.ts'

export const recipe: CommandDefinition = {
  configure: (command, call) => {
    command.argument('<works...>', 'Pictures, films or folders of frames that Reverie made.')
    command.registeredArguments[0]!.required = false
    command.usage('<works...> [options]')
    command.addHelpText(
      'after',
      '\nWith --json the recipe itself is printed; "reverie render" takes it from a file too.',
    )
    addCommonOptions(command)
    act<Manner>(command, async ({ operands, terminal, problems }) => {
      if (operands.length === 0) problems.push('Give at least one work: reverie recipe <works...>')
      refuse(problems)
      const { readRecipe } = await import('../work.ts')
      const works = await Promise.all(operands.map(async (file) => ({ file, recipe: await readRecipe(file) })))
      for (const work of works) for (const line of describe(work.file, work.recipe)) terminal.result(line)
      call.answer(works.length === 1 ? works[0]!.recipe : { works })
    })
  },
}

/** Inputs of a port that are listed; `--json` tells all. */
const MOST_INPUTS = 10

function describe(
  file: string,
  { instrument, parameters, seed, edits = [], inputs, models, parents = [], output, environment }: Recipe,
): string[] {
  const frames = output.frames === undefined ? '' : `, ${output.frames} frames, ${output.fps} a second`
  const depth = output.depth === undefined ? '' : `, ${output.depth} bits`
  const dpi = output.dpi === undefined ? '' : `, ${output.dpi} dpi`
  return [
    file,
    `  made by      ${instrument.name}, version ${instrument.version}, seed ${seed}`,
    `  output       ${output.format}, ${output.width} × ${output.height}${depth}${dpi}${frames}`,
    ...Object.entries(inputs).flatMap(([port, list]) => [
      ...list.slice(0, MOST_INPUTS).map(({ name, sha256 }) => `  ${port.padEnd(12)} ${name} (SHA-256 ${sha256})`),
      ...(list.length > MOST_INPUTS ? [`  ${port.padEnd(12)} and ${list.length - MOST_INPUTS} more`] : []),
    ]),
    ...(edits.length === 0 ? [] : [`  edits        ${edits.length}`]),
    ...parents.map(({ sha256 }) => `  parent       SHA-256 ${sha256}`),
    ...models.map(({ id, sha256 }) => `  model        ${id} (SHA-256 ${sha256})`),
    '  parameters',
    ...Object.entries(parameters).map(
      ([name, value]) => `    ${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    '  environment',
    ...Object.entries(environment).map(([name, value]) => `    ${name} ${value}`),
  ]
}
