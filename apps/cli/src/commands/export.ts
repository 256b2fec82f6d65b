/** `reverie export <collection> -o <file.zip|csv|json|arrow>` */
import { extname } from 'node:path'
import { writeFileAtomic } from '@reverie/image/node'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import type { Manner } from '../terminal.ts'

interface Options extends Manner {
  readonly out?: string
  readonly originals?: boolean
}

const endings = ['.zip', '.csv', '.json', '.arrow']

export const exportCommand: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[collection]', 'A folder that "reverie collect" made.')
    command.usage('<collection> -o <file.zip|csv|json|arrow> [options]')
    command.option('-o, --out <file>', 'What to write; its ending says as what.')
    command.option('--originals', 'Put the pictures themselves into the archive (.zip).')
    addCommonOptions(command)
    command.addHelpText(
      'after',
      '\nAn archive, unpacked anywhere, is the collection again. A CSV that was edited is read back by "reverie edit --from".',
    )
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [collection, ...more] = operands
  const { out = '', originals } = options
  const ending = extname(out).toLowerCase()
  if (collection === undefined || more.length > 0)
    problems.push('Give one collection: reverie export <collection> -o <file>')
  if (out === '') problems.push('Say where it goes: reverie export <collection> -o <file.zip|csv|json|arrow>')
  else if (!endings.includes(ending))
    problems.push(`"${out}" ends in none of ${endings.join(', ')}, which say what to write.`)
  else if (originals === true && ending !== '.zip')
    problems.push('--originals is for archives: give -o a name in .zip.')
  refuse(problems)
  const from = collection as string
  const { openCollection, packFolder, piecesToCsv, piecesToJson, collectionToArrow } =
    await import('@reverie/collection/node')
  if (ending === '.zip') {
    const { files, missing } = await packFolder(from, out, { originals, signal: call.signal })
    terminal.result(out)
    if (missing.length > 0)
      terminal.note(
        `  ${missing.length} pictures are not at hand and not in it: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`,
      )
    call.answer({ out, files, missing })
    return
  }
  const bundle = await openCollection(from)
  try {
    const pieces = await bundle.pieces()
    const bytes = {
      '.csv': async () => new TextEncoder().encode(piecesToCsv(pieces)),
      '.json': async () => new TextEncoder().encode(piecesToJson(bundle.name, pieces)),
      '.arrow': async () => collectionToArrow(bundle, bundle.layouts),
    }[ending as '.csv' | '.json' | '.arrow']
    await writeFileAtomic(out, await bytes())
    terminal.result(out)
    call.answer({ out, pieces: pieces.length })
  } finally {
    await bundle.close()
  }
}
