/** `reverie edit <collection> <pieces...> --set field=value` */
import { readFile } from 'node:fs/promises'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { collect } from '../making-options.ts'
import type { Manner } from '../terminal.ts'
import { Option } from 'commander'

interface Options extends Manner {
  readonly set?: string[]
  readonly release?: string[]
  readonly from?: string
}

export const edit: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[collection]', 'A folder that "reverie collect" made.')
    command.argument('[pieces...]', 'Pieces by id or path; all of a folder with "/" at its end.')
    command.usage('<collection> <pieces...> --set <field=value> [options]')
    command.addOption(
      new Option(
        '--set <field=value>',
        'title, author, link, license, tags or year; tags+=… adds and tags-=… takes away; may be given several times.',
      ).argParser(collect),
    )
    command.addOption(
      new Option(
        '--release <field>',
        'Give a field back to what files and sidecars say, from the next "reverie collect" on; may be given several times.',
      ).argParser(collect),
    )
    command.option('--from <file>', 'A CSV or JSON of "reverie export" that was edited: what differs is set.')
    addCommonOptions(command)
    command.addHelpText('after', '\nWhat is set by hand stays when the collection is collected again.')
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [collection, ...pieces] = operands
  const { set = [], release = [], from } = options
  if (collection === undefined)
    problems.push('Give a collection: reverie edit <collection> <pieces...> --set <field=value>')
  if (from === undefined && set.length + release.length === 0)
    problems.push('Say what to change: --set field=value, --release field, or --from an edited table.')
  if (set.length + release.length > 0 && pieces.length === 0)
    problems.push('Say which pieces: their ids or paths, or a folder with "/" at its end.')
  refuse(problems)
  const { editCollection } = await import('@reverie/collection/node')
  const table = from === undefined ? {} : { table: { name: from, bytes: await readTable(from) } }
  const changed = await editCollection(collection as string, { pieces, set, release, ...table })
  terminal.result(`${changed.length} ${changed.length === 1 ? 'piece' : 'pieces'} changed`)
  for (const { path, title, author, link, license, tags, year, edited } of changed.slice(0, 20))
    terminal.note(
      `  ${path}: ${[title, author, link, license, tags.join(', '), year ?? ''].filter((text) => text !== '').join(' · ')} (by hand: ${edited.join(', ') || 'nothing'})`,
    )
  call.answer({
    changed: changed.map(({ id, path, title, author, link, license, tags, year, edited }) => ({
      id,
      path,
      title,
      author,
      link,
      license,
      tags,
      year,
      edited,
    })),
  })
}

async function readTable(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    refuse([
      code === 'ENOENT'
        ? `There is no file "${path}" for --from: give a table that reverie export has written.`
        : `"${path}" cannot be read (${code ?? String(error)}): check its permissions.`,
    ])
    throw error
  }
}
