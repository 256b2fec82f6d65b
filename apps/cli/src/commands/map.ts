/** `reverie map <collection> -o <folder>` */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { size } from '../amounts.ts'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { startProgress } from '../progress.ts'
import type { Manner } from '../terminal.ts'

interface Options extends Manner {
  readonly out?: string
  readonly originals?: boolean
}

export const map: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[collection]', 'The folder of a collection.')
    command.usage('<collection> -o <folder> [options]')
    command.optionsGroup('Map:')
    command.option('-o, --out <folder>', 'Where the map goes: a folder that any web server hosts as it is.')
    command.option('--originals', 'Takes the pictures themselves along, for the closest look.')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [folder, ...more] = operands
  const { out, originals = false } = options
  if (folder === undefined || more.length > 0)
    problems.push(`Give one collection, not ${operands.length}: reverie map <collection> -o <folder>`)
  if (out === undefined) problems.push('Say where the map goes: reverie map <collection> -o <folder>')
  else if (folder !== undefined && (await isForeign(out)))
    problems.push(`"${out}" holds something that is no map. Choose a new folder, or one of an earlier map.`)
  refuse(problems)
  const [{ openCollection }, { exportMapFolder }] = await Promise.all([
    import('@reverie/collection/node'),
    import('@reverie/map/node'),
  ])
  const begun = call.now()
  const collection = await openCollection(folder!)
  const progress = startProgress(terminal, out!, call.now)
  try {
    const made = await exportMapFolder(collection, out!, {
      originals,
      signal: call.signal,
      say: terminal.note,
      onProgress: (step) => progress.update(step),
    })
    progress.end()
    for (const path of made.missing.slice(0, 20)) terminal.problem(`"${path}" is not at hand; its thumbnail is.`)
    if (made.missing.length > 20) terminal.problem(`… and ${made.missing.length - 20} more.`)
    terminal.result(out!)
    terminal.note(
      `  ${made.pieces} ${made.pieces === 1 ? 'picture' : 'pictures'}, ${made.layouts.join(', ')}; ${size(made.bytes)} in ${made.files} files.`,
    )
    terminal.note(`  Put the folder on any web server, or look at it: npx serve "${out}"`)
    call.answer({ out, ...made, milliseconds: Math.round(call.now() - begun) })
  } finally {
    progress.end()
    await collection.close()
  }
}

/** Whether a folder is there that was not made by us: its files are not ours to replace. */
async function isForeign(folder: string): Promise<boolean> {
  const exists = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    )
  const names = await readdir(folder).catch(() => [])
  return names.length > 0 && !(await exists(join(folder, 'map.json'))) && !names.every((name) => ours.has(name))
}

/** What an export that was interrupted may have left. */
const ours = new Set(['data', 'thumbnails', 'originals'])
